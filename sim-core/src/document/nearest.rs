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
    for name in known {
        let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
        let distance = if letters.starts_with(&typed) || typed.starts_with(&letters) {
            1
        } else {
            distance(&typed, &letters)
        };
        let allowed = (letters.len().max(typed.len()) / 3).max(2);
        let near = distance <= allowed && distance < letters.len().max(typed.len());
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Longer texts are no mistyped names.
const MAX_COMPARED: usize = 100;

/// Letters to insert, drop or change to get from one word to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
