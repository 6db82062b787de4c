//! Words in sources of the page: the string literals of TypeScript, and the literal text of
//! Svelte templates. Small scanners, not parsers: they know quotes, comments, braces and tags.

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

/// Returns the literal words of a template: text between tags, and attributes that are read to
/// people. Scripts, styles, comments and `{expressions}` are no text.
pub fn of_template(source: &str) -> Vec<Literal> {
    let markup = without(&without(&without(source, "<script", "</script>"), "<style", "</style>"), "<!--", "-->");
    let markup = without_expressions(&markup);
    let mut found = Vec::new();
    for (at, piece) in markup.match_indices('<').map(|(at, _)| (at, &markup[at + 1..])) {
        let tag = piece.split('>').next().unwrap_or_default();
        found.extend(spoken(tag).map(|text| literal(&markup, at, text)));
    }
    let mut at = 0;
    for piece in markup.split_inclusive('>') {
        let text = piece.split('<').next().unwrap_or_default();
        found.push(literal(&markup, at + (text.len() - text.trim_start().len()), text.trim()));
        at += piece.len();
    }
    found.retain(|literal| has_word(&literal.text));
    found
}

/// Attributes whose value a person sees or hears.
const SPOKEN: &[&str] = &["aria-label", "aria-description", "title", "placeholder", "alt", "label"];

fn spoken(tag: &str) -> impl Iterator<Item = &str> {
    SPOKEN.iter().filter_map(move |name| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?;
        value.split('"').next()
    })
}

/// A single letter is a key or a mark; entities such as `&nbsp;` are no words.
fn has_word(text: &str) -> bool {
    let plain =
        text.split('&').map(|piece| piece.split_once(';').map_or(piece, |(_, after)| after)).collect::<String>();
    let text = if text.contains('&') { plain.as_str() } else { text };
    text.split(|char: char| !char.is_alphabetic()).any(|word| word.chars().count() > 1)
}

/// Blanks everything from `start` to `end`, so that the lines stay where they are.
fn without(source: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = source;
    while let Some(from) = rest.find(start) {
        let until = rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        kept.push_str(&rest[..from]);
        kept.extend(rest[from..until].chars().map(blank));
        rest = &rest[until..];
    }
    kept + rest
}

/// Expressions may hold `<`, `>` and quotes of their own.
fn without_expressions(markup: &str) -> String {
    let mut depth = 0;
    let inside = |char: char, depth: &mut usize| {
        match char {
            '{' => *depth += 1,
            '}' if *depth > 0 => {
                *depth -= 1;
                return true;
            }
            _ => {}
        }
        *depth > 0
    };
    markup.chars().map(|char| if inside(char, &mut depth) { blank(char) } else { char }).collect()
}

fn blank(char: char) -> char {
    if char == '\n' { '\n' } else { ' ' }
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

    #[test]
    fn words_between_tags_and_in_spoken_attributes_are_found() {
        let source =
            "<script>const no = 'words';</script>\n<p class=\"big\">Read me</p>\n<input placeholder=\"A name\" />";

        let found = of_template(source);

        assert_eq!(texts(&found), ["A name", "Read me"]);
        assert_eq!((found[0].line, found[1].line), (3, 2));
    }

    #[test]
    fn expressions_entities_marks_and_styles_are_no_words() {
        let source = "{#if a > b && c < d}<b title={text.title}>{text.of({ a: 1 })}</b>{/if}\n&nbsp;· 5 / x\n<style>p { color: red }</style><!-- a comment -->";

        assert_eq!(of_template(source), []);
    }
}
