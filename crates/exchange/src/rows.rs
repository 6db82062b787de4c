//! CSV rows with the row number that a person sees when she opens the file.

use csv::{ReaderBuilder, StringRecord};

/// The rows of a CSV text; rows without any cell are passed over, and quotation marks may hold line ends.
pub(crate) struct CsvRows<'a> {
    text: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    /// Everything before this byte is counted in `row`.
    counted_to: usize,
    row: u32,
}

impl<'a> CsvRows<'a> {
    pub(crate) fn new(text: &'a str, delimiter: u8) -> Self {
        let reader =
            ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
        Self { text: text.as_bytes(), reader, counted_to: 0, row: 1 }
    }

    /// Says, after the last row, whether it began a quotation that never ended and so swallowed the rows after it.
    pub(crate) fn ends_inside_quotation(&self) -> bool {
        let last = self.text.get(self.counted_to..).unwrap_or_default().trim_ascii_end();
        last.contains(&b'\n') && last.iter().filter(|b| **b == b'"').count() % 2 == 1
    }

    /// The row on which the record starts. The reader's own line number is late where CRLF or empty lines precede.
    fn row_of(&mut self, record: &StringRecord) -> u32 {
        let start = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX));
        let mut start = start.clamp(self.counted_to, self.text.len());
        while matches!(self.text.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        let line_ends = self.text[self.counted_to..start].iter().filter(|b| **b == b'\n').count();
        self.row = self.row.saturating_add(u32::try_from(line_ends).unwrap_or(u32::MAX));
        self.counted_to = start;
        self.row
    }
}

impl Iterator for CsvRows<'_> {
    type Item = (u32, StringRecord);

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = StringRecord::new();
        // Reading from memory, with rows of any length, from valid text: the reader has nothing left to refuse.
        if !self.reader.read_record(&mut record).unwrap_or(false) {
            return None;
        }
        let row = self.row_of(&record);
        Some((row, record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(text: &str) -> Vec<(u32, String)> {
        CsvRows::new(text, b',').map(|(row, record)| (row, record.iter().collect::<Vec<_>>().join("|"))).collect()
    }

    fn expect(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
        rows.iter().map(|(row, text)| (*row, (*text).to_owned())).collect()
    }

    #[test]
    fn rows_are_numbered_as_the_file_shows_them() {
        assert_eq!(numbered("a,b\r\n\r\n1,2\r\n3,4"), expect(&[(1, "a|b"), (3, "1|2"), (4, "3|4")]));
        assert_eq!(numbered("a\n\n\nb\n"), expect(&[(1, "a"), (4, "b")]));
        assert_eq!(numbered("\r\na\r\nb\nc"), expect(&[(2, "a"), (3, "b"), (4, "c")]));
    }

    #[test]
    fn a_quotation_that_never_ends_is_noticed() {
        for (text, expected) in
            [("a\n\"x\ny\nz\n", true), ("a\n\"x\ny\"\nz\n", false), ("a\n5\" pipe\n", false), ("a\n\"x\ny\"\n", false)]
        {
            let mut rows = CsvRows::new(text, b',');
            assert!(rows.by_ref().count() > 0);
            assert_eq!(rows.ends_inside_quotation(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_end_inside_quotation_marks_belongs_to_the_cell() {
        assert_eq!(numbered("a\n\"x\ny\",2\nz"), expect(&[(1, "a"), (2, "x\ny|2"), (4, "z")]));
    }
}
