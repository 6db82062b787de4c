//! The components of a calendar file that matter here, found line by line.

use icalendar::parser;

use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};

/// What a calendar file holds.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    pub(super) has_components: bool,
    pub(super) name: Option<String>,
    pub(super) zone_name: Option<String>,
    pub(super) events: Vec<Component>,
    pub(super) zones: Vec<Component>,
}

/// An event or a zone with its properties.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// The line on which it begins.
    pub(super) row: u32,
    pub(super) properties: Vec<Property>,
}

/// A property: `DTSTART;TZID=…:20260817T090000`.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) row: u32,
    pub(super) name: String,
    pub(super) value: String,
    params: Vec<(String, String)>,
}

/// Events that are read at most.
const MOST_EVENTS: usize = 20_000;
/// Properties of one component that are kept at most.
const MOST_PROPERTIES: usize = 1_000;
/// Bytes of one unfolded line at most.
const LONGEST_LINE: usize = 64 << 10;

impl Calendar {
    pub(super) fn read(file: &str, text: &str, problems: &mut ProblemList) -> Self {
        let mut calendar = Self::default();
        let mut open: Vec<String> = Vec::new();
        for (row, line) in unfolded(text) {
            if let Some(name) = tail(&line, "BEGIN:") {
                calendar.has_components = true;
                open.push(name.clone());
                calendar.begin(&open, row, file, problems);
            } else if let Some(name) = tail(&line, "END:") {
                // An END without its BEGIN is passed over; an END further out closes what was forgotten inside.
                if let Some(at) = open.iter().rposition(|o| *o == name) {
                    open.truncate(at);
                }
            } else if calendar.wants(&open) {
                match property(row, &line) {
                    Some(property) => calendar.add(&open, property),
                    None => problems.push(broken_line(file, row, &line)),
                }
            }
        }
        calendar
    }

    fn begin(&mut self, open: &[String], row: u32, file: &str, problems: &mut ProblemList) {
        let component = Component { row, properties: Vec::new() };
        match open.last().map(String::as_str) {
            Some("VEVENT") if self.events.len() < MOST_EVENTS => self.events.push(component),
            Some("VEVENT") => problems.push(too_many_events(file, row)),
            Some("VTIMEZONE") if self.zones.len() < MOST_PROPERTIES => self.zones.push(component),
            _ => {}
        }
    }

    /// Says whether the lines of the innermost component matter; those of alarms, to-dos and journals do not.
    fn wants(&self, open: &[String]) -> bool {
        match open.last().map(String::as_str) {
            Some("VEVENT" | "VTIMEZONE" | "VCALENDAR") => true,
            Some("STANDARD" | "DAYLIGHT") => open.iter().rev().nth(1).is_some_and(|outer| outer == "VTIMEZONE"),
            _ => false,
        }
    }

    fn add(&mut self, open: &[String], property: Property) {
        match open.last().map(String::as_str) {
            Some("VEVENT") => push(self.events.last_mut(), property),
            Some("VTIMEZONE") => push(self.zones.last_mut(), property),
            // Offsets of standard and summer time are told apart by the name they get here.
            Some(half @ ("STANDARD" | "DAYLIGHT")) if property.name == "TZOFFSETTO" => {
                push(self.zones.last_mut(), Property { name: half.to_owned(), ..property });
            }
            Some("VCALENDAR") => match property.name.as_str() {
                "X-WR-CALNAME" | "NAME" => self.name = Some(property.value).filter(|name| !name.is_empty()),
                "X-WR-TIMEZONE" => self.zone_name = Some(property.value),
                _ => {}
            },
            _ => {}
        }
    }
}

fn push(component: Option<&mut Component>, property: Property) {
    if let Some(component) = component
        && component.properties.len() < MOST_PROPERTIES
    {
        component.properties.push(property);
    }
}

impl Component {
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|p| p.name == name)
    }

    pub(super) fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Property> {
        self.properties.iter().filter(move |p| p.name == name)
    }

    /// The text of a property, trimmed; nothing when it is empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = self.property(name).map(|p| p.value.split_whitespace().collect::<Vec<_>>().join(" "));
        text.filter(|text| !text.is_empty())
    }
}

impl Property {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The lines with folded ones joined, each with the number of its first line.
fn unfolded(text: &str) -> impl Iterator<Item = (u32, String)> {
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).zip(1_u32..).peekable();
    std::iter::from_fn(move || {
        let (first, row) = lines.next()?;
        let mut line = first.to_owned();
        while let Some((more, _)) = lines.next_if(|(next, _)| next.starts_with([' ', '\t'])) {
            if line.len() < LONGEST_LINE {
                line.push_str(&more[1..]);
            }
        }
        Some((row, line))
    })
    .filter(|(_, line)| !line.trim().is_empty())
}

/// The name after `BEGIN:` or `END:`, in capital letters.
fn tail(line: &str, head: &str) -> Option<String> {
    let start = line.get(..head.len())?;
    start.eq_ignore_ascii_case(head).then(|| line[head.len()..].trim().to_ascii_uppercase())
}

/// Reads a content line with the library; a line it refuses is tried once more without doubled semicolons.
fn property(row: u32, line: &str) -> Option<Property> {
    if !line.contains(':') || line.len() > LONGEST_LINE {
        return None;
    }
    let repaired;
    let parsed = match parser::Property::try_from(line) {
        Ok(parsed) => parsed,
        Err(_) => {
            repaired = line.replacen(";;", ";", 1);
            parser::Property::try_from(repaired.as_str()).ok()?
        }
    };
    let name = parsed.name.as_str().to_ascii_uppercase();
    let params = parsed.params.iter().map(|param| {
        let value = param.val.as_ref().map(|v| v.as_str().trim_matches('"').to_owned()).unwrap_or_default();
        (param.key.as_str().to_ascii_uppercase(), value)
    });
    let value = parsed.val.as_str().to_owned();
    (!name.is_empty()).then(|| Property { row, name, value, params: params.collect() })
}

fn broken_line(file: &str, row: u32, line: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::CalendarLine,
        format!("Line {row}, \"{}\", is not iCalendar and was passed over.", shown(line)),
        "Nothing to do if the days and events look right.",
    )
    .at_row(row)
}

fn too_many_events(file: &str, row: u32) -> FileProblem {
    FileProblem::new(
        file,
        Severity::LeftOut,
        FileProblemCode::TooLarge,
        format!("The calendar has more than {MOST_EVENTS} events. Those after line {row} were left out."),
        "Export only this school year.",
    )
    .at_row(row)
}
