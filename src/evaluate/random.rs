//! Random numbers that are the same everywhere and in every version.

/// A small generator of numbers (xorshift64*): the same seed, the same numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A seed of zero, from which nothing would follow, counts as one.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, which is not zero; its bias is below `end` / 2⁶⁴.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    pub fn shuffle(&mut self, list: &mut [usize]) {
        for ix in (1..list.len()).rev() {
            list.swap(ix, self.below(ix + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffling_keeps_everything() {
        let mut list: Vec<usize> = (0..100).collect();
        Random::new(3).shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn a_seed_of_zero_gives_numbers_too() {
        assert_ne!(Random::new(0).number(), 0);
    }
}
