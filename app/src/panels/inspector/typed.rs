//! What was typed into a number and does not count as it stands: said below it for a while.

use egui::{Id, Response, Ui};
use sim_core::catalog::param::Unit;

use super::number::Bounds;
use crate::i18n::Texts;
use crate::panels::digits::{parse, plain};

/// So long it is said, seconds.
const WHILE: f64 = 5.0;

#[derive(Clone)]
struct Said {
    words: String,
    until: f64,
}

/// Says what becomes of a text, if one was given in just now, and goes on saying so.
pub fn say(
    ui: &Ui,
    response: &Response,
    typed: Option<&str>,
    (bounds, unit): (Bounds, Unit),
    texts: Texts,
) {
    let (id, now) = (response.id.with("typed"), ui.input(|input| input.time));
    if let Some(text) = typed {
        let until = now + WHILE;
        match words(text, bounds, unit, texts) {
            Some(words) => {
                ui.data_mut(|data| data.insert_temp(id, Said { words, until }));
            }
            None => forget(ui, id),
        }
    }
    let Some(Said { words, until }) = ui.data(|data| data.get_temp(id)) else {
        return;
    };
    if now > until || response.has_focus() && typed.is_none() {
        return forget(ui, id);
    }
    response.show_tooltip_text(words);
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_secs_f64(until - now + 0.05));
}

fn forget(ui: &Ui, id: Id) {
    ui.data_mut(|data| data.remove::<Said>(id));
}

/// `None`: it counts as it stands.
fn words(text: &str, bounds: Bounds, unit: Unit, texts: Texts) -> Option<String> {
    let shown = |number: f64| {
        format!("{} {}", plain(number), unit.sign())
            .trim_end()
            .to_owned()
    };
    let text = text.trim();
    let (key, value) = match parse(text) {
        Some(number) if number < bounds.min => ("number.out_of_range", shown(bounds.min)),
        Some(number) if number > bounds.max => ("number.out_of_range", shown(bounds.max)),
        Some(_) => return None,
        None => ("number.not_one", String::new()),
    };
    let holes = [
        ("text", text),
        ("from", &shown(bounds.min)),
        ("to", &shown(bounds.max)),
        ("value", &value),
    ];
    Some(texts.tr_with(key, &holes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn what_is_no_number_or_out_of_range_is_said() {
        let bounds = Bounds {
            min: 1.0,
            max: 2_000.0,
            integer: true,
        };
        let said = |text, lang| words(text, bounds, Unit::Seconds, Texts::new(lang));
        for text in ["1", "2k", " 30 s", "1,999"] {
            assert_eq!(said(text, Lang::En), None, "{text}");
        }
        assert_eq!(
            said("abc", Lang::En).as_deref(),
            Some("\"abc\" is no number: expected one from 1 s to 2,000 s")
        );
        assert_eq!(
            said("-50", Lang::En).as_deref(),
            Some("-50 is out of range (1 s to 2,000 s): it is 1 s now")
        );
        assert_eq!(
            said("3000", Lang::Ko).as_deref(),
            Some("3000은 범위(1 s~2,000 s)를 벗어나 2,000 s로 바꾸었습니다")
        );
    }
}
