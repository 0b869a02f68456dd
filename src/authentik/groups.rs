//! A user's groups as a tree. Releases until 2025.10 tell each group's parent; for later ones every group is a root.

use super::user::Group;
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
/// where groups claim to be parts of each other.
pub fn group_tree(groups: &[Group]) -> Vec<GroupNode> {
    // By insertion: a user has few groups, and the library's sort would be 4 kB of wasm for them.
    let mut sorted: Vec<((String, &str), &Group)> = Vec::with_capacity(groups.len());
    for group in groups {
        let key = (fold(&group.name), group.pk.as_str());
        let at = sorted.partition_point(|(other, _)| *other <= key);
        sorted.insert(at, (key, group));
    }
    let is_here = |pk: &String| groups.iter().any(|group| group.pk == *pk);
    let (mut waiting, roots): (Vec<&Group>, Vec<&Group>) = sorted
        .into_iter()
        .map(|(_, group)| group)
        .partition(|group| group.parent.as_ref().is_some_and(is_here));
    let mut tree = Vec::with_capacity(groups.len());
    for root in roots {
        push_branch(&mut tree, &mut waiting, root, 0);
    }
    // Whoever is left stands in a circle, or below one.
    while !waiting.is_empty() {
        let first = waiting.remove(0);
        push_branch(&mut tree, &mut waiting, first, 0);
    }
    for node in &mut tree {
        let Group {
            parent, parent_name, ..
        } = &node.group;
        if !parent.as_ref().is_some_and(is_here) {
            node.parent_elsewhere = parent_name.clone().or_else(|| parent.clone());
        }
    }
    tree
}

fn push_branch<'a>(tree: &mut Vec<GroupNode>, waiting: &mut Vec<&'a Group>, group: &'a Group, depth: usize) {
    // Not by recursion: a chain may be longer than a browser's stack is deep.
    let mut branch = vec![(group, depth)];
    while let Some((group, depth)) = branch.pop() {
        tree.push(GroupNode {
            group: group.clone(),
            depth,
            parent_elsewhere: None,
        });
        let is_part = |other: &mut &Group| other.parent.as_ref() == Some(&group.pk);
        let parts: Vec<&Group> = waiting.extract_if(.., is_part).collect();
        branch.extend(parts.into_iter().rev().map(|part| (part, depth + 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authentik::page::decode_one;

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
}
