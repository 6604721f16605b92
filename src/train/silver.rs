//! Labels by machine: learned where two machines agree, or where the better one is sure.

use super::labels::{Names, ours};
use crate::model::EntityKind;
use crate::tag::{Named, OTHER, Regions, TeamSigns, Teams, View};
use std::collections::BTreeSet;
use std::ops::Range;

/// A teacher this sure is believed against the silver label.
const SURE: f32 = 0.93;

/// For each region: the silver names if the teacher finds the same, the teacher's if it is sure of
/// all of them; else a name without a label, so that the region is not learned from.
///
/// Names of none of our kinds are the teacher's, since silver labels often lack them.
pub fn confirmed(view: &View, silver: &Names, teacher: &[Named], regions: &Regions) -> Names {
    let mut confirmed = Names::new();
    for region in &regions.ranges {
        let silver: Vec<(Range<usize>, Option<usize>)> = within(silver, region, |name| &name.0);
        let mut taught: Vec<Named> = within(teacher, region, |name| &name.tokens);
        for name in &mut taught {
            let label = ours(view, &name.tokens, name.label);
            if label != name.label {
                name.probabilities[label] = name.probabilities[name.label];
                name.label = label;
            }
        }
        let is_known = |label: &Option<usize>| label.is_some_and(|label| label != OTHER);
        let said = silver.iter().filter(|(_, label)| is_known(label));
        let found = taught.iter().filter(|name| name.label != OTHER);
        let agree = said
            .map(|(tokens, label)| (tokens.clone(), *label))
            .eq(found.map(|name| (name.tokens.clone(), Some(name.label))));
        let sure = taught.iter().all(|name| name.probabilities[name.label] >= SURE);
        let finds_no_less = taught.len() >= silver.len();
        if agree || sure && finds_no_less {
            confirmed.extend(taught.into_iter().map(|name| (name.tokens, Some(name.label))));
        } else {
            confirmed.push((region.clone(), None));
        }
    }
    confirmed
}

/// Calls places teams where the signs are clear, since machine labels do not tell them apart. What is
/// a team in one place of an article and not clear in another is not learned from there.
pub fn call_teams(view: &View, teams: &Teams, names: &mut Names) {
    let is_place = |label: &Option<usize>| *label == Some(EntityKind::Place as usize);
    let surface = |tokens: &Range<usize>| -> String {
        tokens.clone().map(|ix| view.surface(ix).to_lowercase()).collect::<Vec<_>>().join(" ")
    };
    let mut called = BTreeSet::new();
    for (tokens, label) in names.iter_mut().filter(|(_, label)| is_place(label)) {
        if teams.is_team(teams.signs(view, tokens)) {
            *label = Some(EntityKind::Org as usize);
            called.insert(surface(tokens));
        }
    }
    for (tokens, label) in names.iter_mut().filter(|(_, label)| is_place(label)) {
        let is_where = teams.signs(view, tokens).has(TeamSigns::WHERE);
        if !is_where && called.contains(&surface(tokens)) {
            *label = None;
        }
    }
}

fn within<T: Clone>(
    names: &[T],
    region: &Range<usize>,
    tokens: impl Fn(&T) -> &Range<usize>,
) -> Vec<T> {
    let first = names.partition_point(|name| tokens(name).end <= region.start);
    names[first..].iter().take_while(|name| tokens(name).start < region.end).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Gazetteer, Row};
    use crate::model::{Document, EntityKind};
    use crate::segment::Segmenter;
    use crate::tag::{LABELS, label_of};

    /// What is learned of `met Jo Quux today` if the machine says `silver` and the teacher, as sure as
    /// this, a person.
    fn learned(silver: Option<EntityKind>, sure: f32) -> Names {
        let gazetteer = Gazetteer::from_rows([Row::new("a", EntityKind::Org, "Acme")]).unwrap();
        let doc = Document::new("a", "met Jo Quux today");
        let segments = Segmenter::new(&gazetteer).segment(&doc);
        let view = View::new(&doc, &segments, &gazetteer);
        let mut regions = Regions::new(&view);
        regions.ranges = std::iter::once(1..3).collect();
        let person = label_of(EntityKind::Person).unwrap();
        let mut probabilities = [0.0; LABELS];
        probabilities[person] = sure;
        let taught = Named { tokens: 1..3, label: person, probabilities };
        let silver = silver.map(|kind| (1..3, label_of(kind))).into_iter().collect();
        confirmed(&view, &silver, &[taught], &regions)
    }

    #[test]
    fn where_both_agree_it_is_learned() {
        let person = label_of(EntityKind::Person);
        assert_eq!(learned(Some(EntityKind::Person), 0.6), [(1..3, person)]);
    }

    #[test]
    fn a_sure_teacher_is_believed_and_an_unsure_one_is_not() {
        let person = label_of(EntityKind::Person);
        assert_eq!(learned(Some(EntityKind::Org), 0.99), [(1..3, person)]);
        assert_eq!(learned(Some(EntityKind::Org), 0.6), [(1..3, None)]);
        assert_eq!(learned(None, 0.6), [(1..3, None)]);
    }
}
