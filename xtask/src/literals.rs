//! String literals in sources, of TypeScript and of Rust. Small scanners, not parsers: they know
//! quotes, comments and braces.

use std::{iter::Peekable, str::CharIndices};

/// A piece of text and the line on which it begins.
#[derive(Debug, PartialEq)]
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// Returns the string literals of a script. What stands between the braces of a template string
/// is code, and scanned as such.
pub fn of_script(source: &str) -> Vec<Literal> {
    let mut scanner = Scanner { source, chars: source.char_indices().peekable(), found: Vec::new() };
    scanner.code();
    scanner.found
}

struct Scanner<'a> {
    source: &'a str,
    chars: Peekable<CharIndices<'a>>,
    found: Vec<Literal>,
}

impl Scanner<'_> {
    /// Reads code to its end, or to the brace that closes the template's hole it stands in.
    fn code(&mut self) {
        let mut depth = 0;
        while let Some((at, char)) = self.chars.next() {
            match char {
                '"' | '\'' | '`' => self.string(at, char),
                '/' if self.next_is('/') => self.skip_past("\n"),
                '/' if self.next_is('*') => self.skip_past("*/"),
                '{' => depth += 1,
                '}' if depth == 0 => return,
                '}' => depth -= 1,
                _ => {}
            }
        }
    }

    fn string(&mut self, start: usize, quote: char) {
        let mut text = String::new();
        while let Some((_, char)) = self.chars.next() {
            match char {
                '\\' => text.extend(self.chars.next().map(|(_, escaped)| escaped)),
                '$' if quote == '`' && self.next_is('{') => {
                    self.chars.next();
                    text.push('…');
                    self.code();
                }
                char if char == quote => break,
                char => text.push(char),
            }
        }
        self.found.push(Literal { line: line_of(self.source, start), text });
    }

    fn next_is(&mut self, char: char) -> bool {
        self.chars.peek().is_some_and(|(_, next)| *next == char)
    }

    fn skip_past(&mut self, end: &str) {
        let Some((from, _)) = self.chars.peek().copied() else { return };
        let stop = self.source[from..].find(end).map_or(self.source.len(), |at| from + at + end.len());
        while self.chars.peek().is_some_and(|(at, _)| *at < stop) {
            self.chars.next();
        }
    }
}

/// Returns the strings of Rust code outside its tests. Raw strings and plain ones are read alike;
/// a quote within apostrophes is a character and no string.
pub fn of_rust(source: &str) -> Vec<Literal> {
    let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
    let code = shipped.replace("'\"'", "   ").replace("'\\\"'", "    ");
    let mut found = Vec::new();
    let mut rest = code.as_str();
    while let Some(start) = rest.find(['"', '/']) {
        let from = &rest[start..];
        if let Some(comment) = from.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after);
            continue;
        }
        let Some(string) = from.strip_prefix('"') else {
            rest = &from[1..];
            continue;
        };
        let length = end_of_string(string);
        found.push(literal(&code, code.len() - from.len(), &string[..length]));
        rest = string.get(length + 1..).unwrap_or_default();
    }
    found
}

fn end_of_string(string: &str) -> usize {
    let mut escaped = false;
    let end = string.char_indices().find(|(_, char)| {
        let ends = *char == '"' && !escaped;
        escaped = *char == '\\' && !escaped;
        ends
    });
    end.map_or(string.len(), |(at, _)| at)
}

fn literal(source: &str, at: usize, text: &str) -> Literal {
    Literal { line: line_of(source, at), text: text.to_owned() }
}

fn line_of(source: &str, at: usize) -> usize {
    source[..at.min(source.len())].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(found: &[Literal]) -> Vec<&str> {
        found.iter().map(|literal| literal.text.as_str()).collect()
    }

    #[test]
    fn strings_are_found_in_every_kind_of_quote_and_comments_are_not() {
        let source = "// \"no\"\nconst a = \"one\"; /* 'no' */ const b = 'it\\'s';\nconst c = `x ${f(\"in\")} y`;";

        let found = of_script(source);

        assert_eq!(texts(&found), ["one", "it's", "in", "x … y"]);
        assert_eq!(found[0].line, 2);
    }

    #[test]
    fn strings_of_rust_are_found_without_those_of_comments_and_tests() {
        let source =
            "// \"no\"\nlet a = \"say \\\"it\\\"\"; let q = '\"'; let b = \"two\";\n#[cfg(test)] mod tests { \"no\" }";

        let found = of_rust(source);

        assert_eq!(texts(&found), ["say \\\"it\\\"", "two"]);
        assert_eq!(found[1].line, 2);
    }
}
