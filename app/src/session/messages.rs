//! Short messages to the user: shown for a while, then gone.

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Info,
    Warning,
    Error,
}

/// One message, already translated.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Grows with every message; names it when it is dismissed.
    pub number: u64,
    pub level: Level,
    pub text: String,
    /// Seconds it stays; `None`: until dismissed.
    pub stays_s: Option<f64>,
    /// Time of the window's clock when it was first shown.
    pub shown_at: Option<f64>,
}

/// The messages on the screen, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    list: Vec<Message>,
    last: u64,
}

impl Messages {
    /// More than these are not kept; the oldest goes.
    const LIMIT: usize = 4;

    pub fn iter(&self) -> impl Iterator<Item = &Message> {
        self.list.iter()
    }

    pub(crate) fn push(&mut self, level: Level, text: impl Into<String>) {
        let stays_s = match level {
            Level::Info => Some(4.0),
            Level::Warning => Some(8.0),
            Level::Error => None,
        };
        self.push_for(level, text, stays_s);
    }

    /// A message that stays for a given time; gives its number.
    pub(crate) fn push_for(
        &mut self,
        level: Level,
        text: impl Into<String>,
        stays_s: Option<f64>,
    ) -> u64 {
        let text = text.into();
        self.list.retain(|message| message.text != text);
        self.last += 1;
        self.list.push(Message {
            number: self.last,
            level,
            text,
            stays_s,
            shown_at: None,
        });
        if self.list.len() > Self::LIMIT {
            self.list.remove(0);
        }
        self.last
    }

    pub(crate) fn dismiss(&mut self, number: u64) {
        self.list.retain(|message| message.number != number);
    }

    /// Starts the clocks of new messages, drops those whose time is over; gives the seconds to the next one's end.
    pub(crate) fn tick(&mut self, now: f64) -> Option<f64> {
        for message in &mut self.list {
            message.shown_at.get_or_insert(now);
        }
        let left = |message: &Message| Some(message.shown_at? + message.stays_s? - now);
        self.list
            .retain(|message| left(message).is_none_or(|left| left > 0.0));
        self.list.iter().filter_map(left).reduce(f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_end_by_themselves_but_errors_stay() {
        let mut messages = Messages::default();
        messages.push(Level::Info, "saved");
        messages.push(Level::Error, "disk full");
        assert_eq!(messages.tick(10.0), Some(4.0));
        assert_eq!(messages.tick(13.0), Some(1.0));
        assert_eq!(messages.tick(14.5), None);
        assert_eq!(
            messages.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(),
            ["disk full"]
        );
        let number = messages.iter().next().map(|m| m.number).unwrap_or_default();
        messages.dismiss(number);
        assert_eq!(messages.iter().count(), 0);
    }

    #[test]
    fn the_same_message_is_there_once_and_few_are_kept() {
        let mut messages = Messages::default();
        for n in 0..10 {
            messages.push(Level::Error, format!("error {}", n % 6));
        }
        assert_eq!(messages.iter().count(), Messages::LIMIT);
    }
}
