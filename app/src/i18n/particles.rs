//! Korean particles that depend on the sound before them: a sentence says both, as in `{name}이(가)`, and the one that fits
//! what was filled in is picked.

/// Both forms in a sentence, the one after a closed syllable, and the one after an open syllable.
const PAIRS: [(&str, &str, &str); 5] = [
    ("이(가)", "이", "가"),
    ("을(를)", "을", "를"),
    ("은(는)", "은", "는"),
    ("와(과)", "과", "와"),
    ("(으)로", "으로", "로"),
];

/// Picks the form of each particle in a sentence. Where the sound before it cannot be told both forms stay.
pub fn picked(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, (both, closed, open))) = first_pair(rest) {
        let (before, after) = rest.split_at(at);
        whole.push_str(before);
        whole.push_str(match sound_at_the_end(&whole) {
            Some(Sound::Open) => open,
            // After ㄹ it is 로, as after no consonant at all.
            Some(Sound::Rieul) if both == "(으)로" => open,
            Some(_) => closed,
            None => both,
        });
        rest = &after[both.len()..];
    }
    whole.push_str(rest);
    whole
}

fn first_pair(text: &str) -> Option<(usize, (&str, &str, &str))> {
    let found = PAIRS
        .into_iter()
        .filter_map(|pair| Some((text.find(pair.0)?, pair)));
    found.min_by_key(|(at, _)| *at)
}

/// How the last syllable ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sound {
    Open,
    Rieul,
    Closed,
}

/// The sound before a particle; quotes and brackets that close are not spoken.
fn sound_at_the_end(text: &str) -> Option<Sound> {
    let silent = |c: char| matches!(c, '”' | '’' | '"' | '\'' | ')' | ']' | '」' | '』');
    let word = text.trim_end_matches(silent);
    let last = word.chars().last()?;
    match last {
        '가'..='힣' => Some(match (u32::from(last) - u32::from('가')) % 28 {
            0 => Sound::Open,
            8 => Sound::Rieul,
            _ => Sound::Closed,
        }),
        // As they are read: 영 일 이 삼 사 오 육 칠 팔 구.
        '1' | '7' | '8' => Some(Sound::Rieul),
        '0' | '3' | '6' => Some(Sound::Closed),
        '2' | '4' | '5' | '9' => Some(Sound::Open),
        // Names of letters: 엘, 알; 엠, 엔.
        'L' | 'R' => Some(Sound::Rieul),
        'M' | 'N' => Some(Sound::Closed),
        'A'..='Z' => Some(Sound::Open),
        // English words as they are mostly written in Korean: 포털, 팀, 토큰, 스케일링; 서버, 레디스. Behind these
        // letters it is one or the other: 앱, 맵; 클라이언트, 링크.
        'b' | 'c' | 'k' | 'p' | 't' => None,
        'l' => Some(Sound::Rieul),
        'm' | 'n' => Some(Sound::Closed),
        'g' if word.ends_with("ng") => Some(Sound::Closed),
        'a'..='z' => Some(Sound::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_follows_the_sound() {
        let cases = [
            ("주문 저장소이(가) 느려지면", "주문 저장소가 느려지면"),
            ("“쇼핑몰”을(를) 복구할까요?", "“쇼핑몰”을 복구할까요?"),
            ("주문 데이터베이스(운영)이(가)", "주문 데이터베이스(운영)이"),
            ("WAS 1은(는) 동시에", "WAS 1은 동시에"),
            ("WAS 2은(는) 동시에", "WAS 2는 동시에"),
            ("S3와(과) RDS(으)로", "S3과 RDS로"),
            ("터미널(으)로, 창(으)로", "터미널로, 창으로"),
            ("ALB이(가) server을(를)", "ALB가 server를"),
            ("Web이(가) redis을(를)", "Web이(가) redis를"),
            ("★이(가)", "★이(가)"),
            ("이(가)", "이(가)"),
            ("아무것도 없음", "아무것도 없음"),
        ];
        for (both, one) in cases {
            assert_eq!(picked(both), one);
        }
    }
}
