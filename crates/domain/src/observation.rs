//! Observations: their states, speakers and what is counted.

/// Where an observation stands. There is no purpose and no state for evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Lines are being written.
    Capturing,
    /// The lesson is over.
    Captured,
}

impl State {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Capturing => "capturing",
            Self::Captured => "captured",
        }
    }

    /// Reads a stored code. A state that a newer version added reads as captured: it is not open for writing.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        if code == Self::Capturing.code() { Self::Capturing } else { Self::Captured }
    }
}

/// What a line that is tagged to a look-for says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// It shows the look-for. Only this is counted as evidence of it (M-30).
    Shows,
    /// It shows that the look-for was missing where it was called for.
    Missing,
}

impl Polarity {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Shows => "shows",
            Self::Missing => "missing",
        }
    }

    /// Reads a stored code. Tags from before there was one show their look-for; what a newer version added is neither.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "" | "shows" => Some(Self::Shows),
            "missing" => Some(Self::Missing),
            _ => None,
        }
    }
}

/// The kinds of observation, as they are stored.
pub const KINDS: [&str; 8] =
    ["scripted", "walkthrough", "interval", "talk_timer", "scan", "tally", "rubric", "learning_walk"];

/// The most look-fors in a set: their letters are A to H.
pub const MOST_LOOK_FORS: usize = 8;

/// The longest line, in characters. A longer paste is split by the person, not cut by us.
pub const LONGEST_LINE: usize = 4_000;

/// Returns the letter of a look-for's position, counted from 0.
#[must_use]
pub fn letter(position: u32) -> char {
    char::from(b'A' + u8::try_from(position.min(25)).unwrap_or(25))
}

/// Returns the number of words in a text.
#[must_use]
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
