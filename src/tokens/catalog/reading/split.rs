//! How a page that cannot be rendered is taken apart.

/// What a page of `size` rows is divided into: parts that begin and end where it does. `None` for a single row.
pub fn smaller(size: u64) -> Option<u64> {
    match size {
        0 | 1 => None,
        // As authentik's usual page divides: 100, 50, 25, 5, 1.
        _ => [50, 25, 5]
            .into_iter()
            .find(|part| *part < size && size.is_multiple_of(*part))
            .or(Some(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::smaller;

    #[test]
    fn parts_keep_their_alignment() {
        let mut sizes = vec![100];
        while let Some(size) = smaller(sizes[sizes.len() - 1]) {
            sizes.push(size);
        }
        assert_eq!(sizes, [100, 50, 25, 5, 1]);
        for size in 2..=200 {
            let part = smaller(size).unwrap();
            assert!(part < size && size % part == 0, "{size}");
        }
    }
}
