//! "Did you mean ...?": the known name nearest to a mistyped one.

/// The known name nearest to `found`, if any is near enough to be meant.
///
/// Near enough: at most a third of the letters (two at least) differ, or the one begins with the other.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if found.is_empty() || found.len() > MAX_COMPARED {
        return None;
    }
    let typed: Vec<char> = found.chars().flat_map(char::to_lowercase).collect();
    let mut best: Option<(usize, &str)> = None;
    let mut letters: Vec<char> = Vec::new();
    for name in known.into_iter().take(MOST_COMPARED) {
        letters.clear();
        letters.extend(name.chars().flat_map(char::to_lowercase));
        let longer = letters.len().max(typed.len());
        let mut limit = (longer / 3).max(2).min(longer - 1);
        match best {
            Some((0, _)) => break,
            Some((least, _)) => limit = limit.min(least - 1),
            None => {}
        }
        let distance = if letters.starts_with(&typed) || typed.starts_with(&letters) {
            Some(1).filter(|one| *one <= limit)
        } else {
            distance(&typed, &letters, limit)
        };
        if let Some(distance) = distance {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Longer texts are no mistyped names.
const MAX_COMPARED: usize = 100;
/// Of so many names the nearest is looked for; a file may have many names, and many mistyped ones.
const MOST_COMPARED: usize = 2_000;

/// Letters to insert, drop or change to get from one word to the other, if there are no more than `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
            least = least.min(row[j + 1]);
        }
        if least > limit {
            return None;
        }
    }
    Some(row[b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn of_many_the_nearest() {
        let known = ["web-31", "web-2", "web-1", "wet-1"];
        assert_eq!(nearest("web-21", known), Some("web-31"));
        assert_eq!(nearest("ab", ["cd", "a", "b"]), Some("a"));
        assert_eq!(nearest("x", ["y", ""]), None);
    }

    #[test]
    fn finds_what_was_meant() {
        let known = ["client", "server", "web_server", "was", "alb", "lambda"];
        for (found, meant) in [
            ("sever", Some("server")),
            ("webserver", Some("web_server")),
            ("Lambda", Some("lambda")),
            ("lamda", Some("lambda")),
            ("was", Some("was")),
            ("clients", Some("client")),
            ("mainframe", None),
            ("", None),
        ] {
            assert_eq!(nearest(found, known), meant, "{found}");
        }
        assert_eq!(nearest(&"x".repeat(10_000), known), None);
    }
}
