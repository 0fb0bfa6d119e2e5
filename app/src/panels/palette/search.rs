//! Finding a palette entry by a few letters: part of a word, letters in order, or Korean initial consonants.

/// The initial consonants in the order of Unicode's syllable block.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];
const FIRST_SYLLABLE: u32 = 0xAC00;
const LAST_SYLLABLE: u32 = 0xD7A3;
const SYLLABLES_PER_INITIAL: u32 = 21 * 28;

/// How well `query` fits `text`; `None`: not at all. Smaller is better: start of the text, start of a word, inside,
/// initial consonants, letters in order.
pub fn rank(query: &str, text: &str) -> Option<u8> {
    let query = folded(query);
    let text = folded(text);
    if query.is_empty() || text.starts_with(&query) {
        return Some(0);
    }
    if text
        .split([' ', '-', '(', '.', '/'])
        .any(|word| word.starts_with(&query))
    {
        return Some(1);
    }
    if text.contains(&query) {
        return Some(2);
    }
    let packed: String = query.chars().filter(|c| !c.is_whitespace()).collect();
    if packed.chars().all(|c| INITIALS.contains(&c)) {
        return initials(&text).contains(&packed).then_some(3);
    }
    in_order(&packed, &text).then_some(4)
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The text with every Hangul syllable as its initial consonant, without spaces.
fn initials(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(initial)
        .collect()
}

fn initial(c: char) -> char {
    let code = u32::from(c);
    if !(FIRST_SYLLABLE..=LAST_SYLLABLE).contains(&code) {
        return c;
    }
    let index = (code - FIRST_SYLLABLE) / SYLLABLES_PER_INITIAL;
    INITIALS.get(index as usize).copied().unwrap_or(c)
}

/// Whether all letters of `query` occur in `text` in this order, the first one at the start of a word.
fn in_order(query: &str, text: &str) -> bool {
    let Some(first) = query.chars().next() else {
        return true;
    };
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let starts_word = !previous.is_alphanumeric();
        previous = c;
        if !starts_word || c != first {
            continue;
        }
        let mut rest = text[at..].chars();
        if query.chars().all(|wanted| rest.any(|c| c == wanted)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_fits_rank_lower() {
        let cases = [
            ("", "Lambda", Some(0)),
            ("lam", "Lambda", Some(0)),
            ("LOAD", "Application Load Balancer", Some(1)),
            ("ncer", "Application Load Balancer", Some(2)),
            ("alb", "Application Load Balancer", Some(4)),
            ("lba", "Application Load Balancer", Some(4)),
            ("xyz", "Application Load Balancer", None),
            ("로드", "애플리케이션 로드 밸런서", Some(1)),
            ("밸런", "애플리케이션 로드밸런서", Some(2)),
            ("ㄹㄷ", "애플리케이션 로드 밸런서", Some(3)),
            ("ㄱㅇㅇㅇ", "가용 영역", Some(3)),
            ("ㄱㅇㅈ", "가용 영역", None),
            ("ㄱㅇㅇ", "가용 영역", Some(3)),
            ("ㅂ", "Lambda", None),
        ];
        for (query, text, expected) in cases {
            assert_eq!(rank(query, text), expected, "{query} in {text}");
        }
    }
}
