//! A user's groups as a tree. Releases until 2025.10 tell each group's parent; for later ones every group is a root.

use std::collections::BinaryHeap;

use crate::model::user::Group;
use crate::tokens::local_match::fold;

/// A group and its place in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupNode {
    /// The group.
    pub group: Group,
    /// How far in it stands; 0 for a root.
    pub depth: usize,
    /// What the group is part of, where that is not among the groups shown.
    pub parent_elsewhere: Option<String>,
}

/// The groups as a tree, from the top down, each followed by its parts, by name. Every group comes exactly once, even
/// where groups claim to be parts of each other. There may be thousands, so the work
/// grows little faster than their number.
pub fn group_tree(groups: &[Group]) -> Vec<GroupNode> {
    let names: Vec<String> = groups
        .iter()
        .map(|group| [&fold(&group.name), "\0", &group.pk].concat())
        .collect();
    let by_name = sorted(names.iter().map(String::as_str).zip(0..));
    let ordered: Vec<&Group> = by_name.iter().filter_map(|&(_, at)| groups.get(at)).collect();
    let here = sorted(ordered.iter().map(|group| &*group.pk).zip(0..));
    let is_here = |pk: &str| here.binary_search_by_key(&pk, |&(other, _)| other).is_ok();
    let is_part = |group: &Group| group.parent.as_deref().is_some_and(is_here);
    let parents = ordered.iter().zip(0..).filter(|(group, _)| is_part(group));
    let parts = sorted(parents.filter_map(|(group, at)| Some((group.parent.as_deref()?, at))));

    let mut branches = Branches {
        taken: vec![false; ordered.len()],
        tree: Vec::with_capacity(groups.len()),
        ordered: &ordered,
        parts: &parts,
    };
    let places = 0..ordered.len();
    let (inner, roots): (Vec<usize>, Vec<usize>) =
        places.partition(|&at| ordered.get(at).is_some_and(|group| is_part(group)));
    // Groups left over after the roots are in a cycle, or below one.
    for first in roots.into_iter().chain(inner) {
        branches.push(first);
    }
    let mut tree = branches.tree;
    for node in &mut tree {
        let Group {
            parent, parent_name, ..
        } = &node.group;
        if !parent.as_deref().is_some_and(is_here) {
            node.parent_elsewhere = parent_name.clone().or_else(|| parent.clone());
        }
    }
    tree
}

/// These texts in order, each with its number. By a heap: the library's sort would be 4 kB of wasm for it.
fn sorted<'a>(texts: impl Iterator<Item = (&'a str, usize)>) -> Vec<(&'a str, usize)> {
    BinaryHeap::from_iter(texts).into_sorted_vec()
}

/// A tree that is being put together.
struct Branches<'a> {
    /// The groups, by name.
    ordered: &'a [&'a Group],
    /// What each group is made of: the id of the whole, and the place of the part. In order.
    parts: &'a [(&'a str, usize)],
    /// Whether a group has found its place.
    taken: Vec<bool>,
    tree: Vec<GroupNode>,
}

impl Branches<'_> {
    /// Takes this group, unless it is there already; then all that it is made of.
    fn push(&mut self, first: usize) {
        // Not by recursion: a chain may be longer than a browser's stack is deep.
        let mut branch = Vec::from_iter(self.take(first).then_some((first, 0)));
        while let Some((at, depth)) = branch.pop() {
            let Some(&group) = self.ordered.get(at) else { continue };
            self.tree.push(GroupNode {
                group: group.clone(),
                depth,
                parent_elsewhere: None,
            });
            let from = self.parts.partition_point(|&(whole, _)| whole < &*group.pk);
            let parts = self.parts.get(from..).unwrap_or_default();
            let parts = parts.iter().take_while(|&&(whole, _)| whole == group.pk);
            let above = branch.len();
            for &(_, part) in parts {
                if self.take(part) {
                    branch.push((part, depth + 1));
                }
            }
            // The first by name comes first.
            if let Some(parts) = branch.get_mut(above..) {
                parts.reverse();
            }
        }
    }

    /// Whether this group had no place before.
    fn take(&mut self, at: usize) -> bool {
        self.taken
            .get_mut(at)
            .is_some_and(|taken| !std::mem::replace(taken, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::decode_one;

    fn group(pk: &str, name: &str, parent: Option<&str>) -> Group {
        let json =
            serde_json::json!({"pk": pk, "name": name, "parent": parent, "parent_name": parent.map(|_| "above")});
        decode_one(&json.to_string()).unwrap()
    }

    fn drawn(groups: &[Group]) -> Vec<(usize, String, Option<String>)> {
        group_tree(groups)
            .into_iter()
            .map(|node| (node.depth, node.group.name, node.parent_elsewhere))
            .collect()
    }

    fn line(depth: usize, name: &str, elsewhere: Option<&str>) -> (usize, String, Option<String>) {
        (depth, name.to_owned(), elsewhere.map(Into::into))
    }

    #[test]
    fn parts_follow_what_they_are_part_of() {
        let groups = [
            group("4", "zeta", None),
            group("3", "Backend", Some("2")),
            group("2", "Engineering", Some("1")),
            group("1", "All", None),
            group("6", "api", Some("2")),
            group("5", "Lost", Some("99")),
        ];
        let expected = [
            line(0, "All", None),
            line(1, "Engineering", None),
            line(2, "api", None),
            line(2, "Backend", None),
            line(0, "Lost", Some("above")),
            line(0, "zeta", None),
        ];
        assert_eq!(drawn(&groups), expected);
    }

    #[test]
    fn circles_end() {
        let groups = [
            group("1", "a", Some("2")),
            group("2", "b", Some("1")),
            group("3", "self", Some("3")),
            group("4", "below", Some("2")),
        ];
        let expected = [
            line(0, "a", None),
            line(1, "b", None),
            line(2, "below", None),
            line(0, "self", None),
        ];
        assert_eq!(drawn(&groups), expected);
    }

    #[test]
    fn the_same_group_twice_comes_twice_and_its_parts_once() {
        let groups = [group("1", "a", None), group("1", "a", None), group("2", "b", Some("1"))];
        let expected = [line(0, "a", None), line(1, "b", None), line(0, "a", None)];
        assert_eq!(drawn(&groups), expected);
    }
    /// Compared with each other one by one, so many would take minutes.
    #[test]
    fn many_groups_in_a_chain_in_a_circle_or_under_one_roof_are_soon_a_tree() {
        const MANY: usize = 30_000;
        let made = |parent: &dyn Fn(usize) -> Option<usize>| {
            let parent = |at: usize| parent(at).map(|at| at.to_string());
            // From the last to the first, since in order is the easy case.
            let groups = (0..MANY).rev().map(|at| Group {
                parent: parent(at),
                parent_name: None,
                pk: at.to_string(),
                name: format!("{:05}", at * 7_919 % MANY),
                num_pk: None,
                is_superuser: None,
                attributes: serde_json::Map::new(),
                more: Vec::new(),
            });
            group_tree(&groups.collect::<Vec<_>>())
        };
        let chain = made(&|at| at.checked_sub(1));
        assert!(chain.iter().zip(0..).all(|(node, at)| node.depth == at));
        let circle = made(&|at| Some((at + 1) % MANY));
        assert_eq!(circle.last().map(|node| node.depth), Some(MANY - 1));
        let roof = made(&|at| (at > 0).then_some(0));
        assert_eq!(roof.len(), MANY);
        assert!(roof.iter().skip(1).all(|node| node.depth == 1));
    }
}
