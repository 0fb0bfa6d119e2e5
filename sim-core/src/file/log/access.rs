//! Lines of nginx's and Apache's logs, common and combined: the time is what stands in brackets.

use super::instant;

/// Brackets that are looked into: an address or a user may have some, too.
const BRACKETS: usize = 4;

/// The time of a line.
pub fn time(line: &str) -> Option<i64> {
    let mut parts = line.split('[').skip(1).take(BRACKETS);
    parts.find_map(|part| {
        let (inside, _) = part.split_once(']')?;
        instant::common_log(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_found_in_every_usual_line() {
        let expected = Some(971_211_336 * instant::SECOND);
        for line in [
            r#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326"#,
            r#"::1 - - [10/Oct/2000:20:55:36 +0000] "GET /[x] HTTP/1.1" 200 5 "-" "curl/8.0""#,
            r#"shop.example:443 10.0.0.1 - [odd] [10/Oct/2000:13:55:36 -0700] "POST / HTTP/2" 499 0"#,
        ] {
            assert_eq!(time(line), expected, "{line}");
        }
        for line in [
            "",
            "[",
            "[]",
            "GET /",
            "[10/Oct/2000:13:55:36 -0700",
            "[crit] 10/Oct/2000",
        ] {
            assert_eq!(time(line), None, "{line}");
        }
    }
}
