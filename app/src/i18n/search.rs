//! Finding a name by a few letters in either language: part of a word, Korean initial consonants, letters in order.
//!
//! [`rank`] is strict, for a short list whose entries everybody knows; [`Search`] also takes words in any order and
//! letters far apart, for a long one.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{Lang, Texts};

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
    if begins_a_word(&query, &text) {
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

/// What a thing is also looked for by, where its name does not say that: the words of `key` with `.search` behind it, in
/// every language, one by one.
pub fn also(key: &str) -> impl Iterator<Item = &'static str> + use<> {
    let key = format!("{key}.search");
    let words = Lang::ALL.map(|lang| Texts::new(lang).find(&key));
    words
        .into_iter()
        .flatten()
        .flat_map(|words| words.split(", "))
}

/// A search through many names.
pub struct Search {
    query: String,
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl Search {
    pub fn new(query: &str) -> Self {
        let query = query.trim().to_owned();
        Self {
            pattern: Pattern::parse(&query, CaseMatching::Ignore, Normalization::Smart),
            matcher: Matcher::new(Config::DEFAULT),
            letters: Vec::new(),
            query,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.query.is_empty()
    }

    /// How well a name fits; `None`: not at all. Larger is better: what [`rank`] finds comes before the rest.
    pub fn score(&mut self, name: &str) -> Option<u32> {
        let near = rank(&self.query, name).map(|rank| (5 - u32::from(rank).min(4)) * TIER);
        let far = self
            .pattern
            .score(Utf32Str::new(name, &mut self.letters), &mut self.matcher)
            .map(|score| score.min(TIER / 2 - 1));
        match (near, far) {
            (None, None) => None,
            (near, far) => Some(near.unwrap_or(0) + far.unwrap_or(0)),
        }
    }

    /// The best score of the name of a thing that is read and of others that it is found by: what is not read comes
    /// after what is, where both fit equally well.
    pub fn best(&mut self, name: &str, others: &[String]) -> Option<u32> {
        let own = self.score(name);
        let others = others.iter().filter_map(|name| self.score(name)).max();
        own.max(others.map(|score| score.saturating_sub(TIER / 2)))
    }
}

/// From one kind of fit to the next.
const TIER: u32 = 10_000;

/// Whether a fit is to be shown beside the best one: where that has the letters in a row, those that have them here and
/// there are only in the way.
pub fn is_worth(score: u32, best: u32) -> bool {
    let in_a_row = 2 * TIER + TIER / 2;
    score >= in_a_row || best < in_a_row
}

/// Whether `query` stands somewhere in `text` where a word begins.
fn begins_a_word(query: &str, text: &str) -> bool {
    text.match_indices(query)
        .any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
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
    fn a_long_list_is_searched_by_words_in_any_order_and_letters_far_apart() {
        let order = |query: &str, names: &[&str]| {
            let mut search = Search::new(query);
            let mut found: Vec<(u32, String)> = names
                .iter()
                .filter_map(|name| Some((search.score(name)?, (*name).to_owned())))
                .collect();
            found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        assert_eq!(order("all fit", &["Fit all", "Fill in"]), ["Fit all"]);
        assert_eq!(order("zmin", &["Zoom in", "Zoom out"]), ["Zoom in"]);
        assert_eq!(
            order("save", &["Do not autosave", "Save as", "Quit"]),
            ["Save as", "Do not autosave"]
        );
        assert_eq!(order("ㅈㅈ", &["저장", "열기", "지정"]), ["저장", "지정"]);
        assert_eq!(order("맞추 전체", &["전체 맞추기"]), ["전체 맞추기"]);
        let last = order("s", &["Paste", "Add a server", "Save"]);
        assert_eq!(last, ["Save", "Add a server", "Paste"]);
        assert!(Search::new("  ").is_empty());
    }

    #[test]
    fn letters_here_and_there_are_not_shown_beside_letters_in_a_row() {
        let mut search = Search::new("rds");
        let mut of = |name: &str| search.best(name, &[]).unwrap_or(0);
        let (named, scattered) = (of("RDS database"), of("Smaller text and controls"));
        assert!(named > scattered && scattered > 0);
        assert!(is_worth(named, named) && !is_worth(scattered, named));
        assert!(is_worth(scattered, scattered));
        let other = search.best("Orders", &["RDS database".to_owned()]);
        assert!(other.is_some_and(|other| is_worth(other, named)));
    }

    #[test]
    fn things_are_found_by_what_they_are_for() {
        let of = |key: &str, word: &str| also(key).any(|words| rank(word, words) == Some(0));
        assert!(of("service.elasticache", "캐시") && of("service.elasticache", "redis"));
        for word in ["ecs", "container", "task", "컨테이너", "태스크"] {
            assert!(of("service.fargate", word), "{word}");
        }
        assert!(of("command.keep_run", "compare") && of("command.keep_run", "비교"));
        assert_eq!(also("service.nothing").count(), 0);
    }

    #[test]
    fn what_is_read_comes_before_what_is_not() {
        let mut search = Search::new("re");
        let mut of = |name: &str, others: &[&str]| {
            let others: Vec<String> = others.iter().map(|name| (*name).to_owned()).collect();
            search.best(name, &others)
        };
        let ranked = [
            of("Reset", &[]),
            of("Start again", &["reset"]),
            of("Export report", &[]),
            of("Save it", &["write report"]),
            of("Ungroup area", &[]),
        ];
        assert!(ranked.is_sorted_by(|a, b| a > b), "{ranked:?}");
        assert_eq!(of("Zoom", &["out"]), None);
    }

    #[test]
    fn a_word_begins_after_anything_that_is_no_letter() {
        for (query, text, begins) in [
            ("as", "Save as…", true),
            ("fi", "Three (fine) tiers", true),
            ("as file", "Save as file", true),
            ("ve", "Save as file", false),
            ("재시도", "동시 재시도 쇄도", true),
        ] {
            assert_eq!(rank(query, text) == Some(1), begins, "{query} in {text}");
        }
    }

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
