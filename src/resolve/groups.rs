//! Mentions that name the same thing.

/// A partition of the mentions of a document: union by the earlier mention.
#[derive(Clone, Debug)]
pub struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    /// Every mention for itself.
    pub fn new(mentions: usize) -> Self {
        Self { parent: (0..mentions).collect() }
    }

    /// The first mention of the group of `mention`.
    pub fn first(&self, mention: usize) -> usize {
        let mut at = mention;
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    pub fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.first(left), self.first(right));
        let (first, second) = (left.min(right), left.max(right));
        self.parent[second] = first;
    }

    /// For every first mention: the mentions of its group, in text order.
    pub fn members(&self) -> Vec<(usize, Vec<usize>)> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for mention in 0..self.parent.len() {
            members[self.first(mention)].push(mention);
        }
        members.into_iter().enumerate().filter(|(_, list)| !list.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_known_by_their_first_mention() {
        let mut groups = Groups::new(5);
        groups.join(4, 2);
        groups.join(2, 1);
        assert_eq!(groups.first(4), 1);
        assert_eq!(groups.members(), [(0, vec![0]), (1, vec![1, 2, 4]), (3, vec![3])]);
    }
}
