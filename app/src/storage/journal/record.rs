//! Records in a file: length, checksum, payload, one behind the other. What is whole at the front counts.

/// First bytes of a journal, with the version of its format.
pub const MAGIC: &[u8; 8] = b"TOPOJRN1";
/// Length and checksum before each payload, little-endian.
const HEAD: usize = 8;

/// Appends a record.
///
/// The checksum covers the length too: a damaged length would else make one record of two.
pub fn put(out: &mut Vec<u8>, payload: &[u8]) {
    // A payload is the text of a document at most (64 MiB), or of one change.
    let length = u32::try_from(payload.len())
        .unwrap_or(u32::MAX)
        .to_le_bytes();
    out.extend(length);
    out.extend(checksum(length, payload).to_le_bytes());
    out.extend(payload);
}

fn checksum(length: [u8; 4], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length);
    hasher.update(payload);
    hasher.finalize()
}

/// The whole records at the front of a journal.
pub struct Records<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// `None`: the bytes do not start like a journal.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        Some(Self {
            rest,
            at: MAGIC.len(),
        })
    }

    /// Bytes read so far: where the next record starts, or the damage.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        let (sum, rest) = rest.split_first_chunk::<4>()?;
        let payload = rest.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        if checksum(*length, payload) != u32::from_le_bytes(*sum) {
            return None;
        }
        self.rest = rest.get(payload.len()..)?;
        self.at += HEAD + payload.len();
        Some(payload)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn journal(payloads: &[&str]) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = MAGIC.to_vec();
        let mut ends = vec![bytes.len()];
        for payload in payloads {
            put(&mut bytes, payload.as_bytes());
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    #[test]
    fn every_cut_leaves_the_records_before_it() {
        let (bytes, ends) = journal(&["one", "", "three"]);
        for cut in 0..=bytes.len() {
            let records = Records::of(&bytes[..cut]).map(|records| records.collect::<Vec<_>>());
            let whole = ends.iter().filter(|end| **end <= cut).count();
            let expected = [&b"one"[..], b"", b"three"];
            match records {
                None => assert!(cut < MAGIC.len()),
                Some(records) => assert_eq!(records, expected[..whole - 1], "cut at {cut}"),
            }
        }
    }

    #[test]
    fn every_flipped_bit_ends_the_records_where_it_is() {
        let (bytes, ends) = journal(&["one", "", "three"]);
        for (at, bit) in (0..bytes.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            let Some(mut records) = Records::of(&damaged) else {
                assert!(at < MAGIC.len());
                continue;
            };
            let whole = ends.iter().filter(|end| **end <= at).count();
            assert_eq!(
                records.by_ref().count(),
                whole - 1,
                "bit {bit} of byte {at}"
            );
            assert_eq!(records.at(), ends[whole - 1]);
        }
    }
}
