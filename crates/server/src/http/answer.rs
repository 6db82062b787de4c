//! What is said to a request that is refused: a status, and a problem in words for the person who meets it.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::error::Error;

/// Why a request was refused, or a batch in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refusal {
    /// Not what it claims to be.
    Malformed,
    /// Larger than allowed.
    TooLarge,
    /// It stands still.
    TooSlow,
    /// Nobody who is known.
    Unknown,
    /// No invitation, or one that is over.
    NoInvite,
    /// Too often, from somebody unknown.
    TooMany,
    /// The caller's clock is off.
    Clock,
    /// Of a later version.
    Newer,
    /// A batch of a copied folder.
    Forked,
    /// A batch before which something is missing.
    Gap,
    /// An address that is none.
    NoSuchAddress,
    /// An address at which this cannot be done.
    WrongMethod,
    /// Not now.
    Busy,
    /// A defect, or a damaged database.
    Internal,
}

impl Refusal {
    pub(super) const ALL: [Self; 14] = [
        Self::Malformed,
        Self::TooLarge,
        Self::TooSlow,
        Self::Unknown,
        Self::NoInvite,
        Self::TooMany,
        Self::Clock,
        Self::Newer,
        Self::Forked,
        Self::Gap,
        Self::NoSuchAddress,
        Self::WrongMethod,
        Self::Busy,
        Self::Internal,
    ];

    /// Returns the code of the problem, which also names the counter.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Unknown => "unknown-device",
            Self::NoInvite => "no-invite",
            Self::TooMany => "too-many",
            Self::Clock => "clock",
            Self::Newer => "newer",
            Self::Forked => "forked",
            Self::Gap => "gap",
            Self::NoSuchAddress => "not-found",
            Self::WrongMethod => "wrong-method",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Malformed | Self::Clock | Self::Newer | Self::Forked | Self::Gap => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::NoInvite => StatusCode::FORBIDDEN,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::NoSuchAddress => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns what happened and what is safe, and what to do.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed => (
                "The service could not read what was sent. Nothing was changed.",
                "Check that nothing between this computer and the service alters the connection.",
            ),
            Self::TooLarge => ("What was sent is larger than the service takes. Nothing was changed.", ""),
            Self::TooSlow => (
                "What was sent stood still on its way and was not waited for. Nothing was changed.",
                "Try again where the connection is better.",
            ),
            Self::Unknown => (
                "The service does not know this computer, or no longer. The work on it is safe.",
                "Ask your administrator for an invitation.",
            ),
            Self::NoInvite => (
                "There is no such invitation, or it was used or is over.",
                "Check the code, or ask your administrator for another one.",
            ),
            Self::TooMany => ("There were too many tries. Nothing was changed.", "Wait a minute and try again."),
            Self::Clock => (
                "The clock of this computer and that of the service are too far apart. Nothing was changed.",
                "Check date and time of this computer.",
            ),
            Self::Newer => (
                "This computer has a newer version of Coachlight than the service. The work on it is safe.",
                "Ask your administrator to update the service.",
            ),
            Self::Forked => ("This folder is a copy of one that was written on elsewhere.", ""),
            Self::Gap => ("Something before this is missing.", ""),
            Self::NoSuchAddress => ("There is nothing at this address.", ""),
            Self::WrongMethod => ("This cannot be done at this address. Nothing was changed.", ""),
            Self::Busy => ("The service is busy. The work is safe on the computer, and will be sent again.", ""),
            Self::Internal => (
                "The service met a defect. The work is safe on the computer, and will be sent again.",
                "If it stays, tell your administrator; the service's log has the details.",
            ),
        }
    }
}

/// Which refusal an error becomes. What it was about goes into the log, without a value of any row.
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Unknown => Self::Unknown,
            Error::NotFound => Self::NoSuchAddress,
            Error::Newer => Self::Newer,
            Error::Clock => Self::Clock,
            Error::Changed | Error::Busy | Error::Uncertain => {
                tracing::warn!(%error, "busy");
                Self::Busy
            }
            Error::Damaged { .. } | Error::Database { .. } => {
                tracing::error!(%error, code = error.code(), "refused");
                Self::Internal
            }
        }
    }
}

/// As RFC 9457 has it, with words for a person beside.
#[derive(Serialize)]
struct Problem<'a> {
    /// The code says what it is; there is no page about it.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    hint: &'a str,
    /// Our clock, for whoever has another.
    #[serde(skip_serializing_if = "Option::is_none")]
    now_ms: Option<i64>,
}

impl Refusal {
    /// Says it with this status and in these words.
    fn said(self, status: StatusCode, message: &str, hint: &str) -> Response {
        let now_ms = (self == Self::Clock).then(super::now_ms);
        let title = status.canonical_reason().unwrap_or_default();
        let problem =
            Problem { kind: "about:blank", title, status: status.as_u16(), code: self.code(), message, hint, now_ms };
        let text = serde_json::to_string(&problem).expect("texts and a number are JSON");
        (status, [(header::CONTENT_TYPE, "application/problem+json")], text).into_response()
    }

    /// Says it of a file that was brought, in the words that its reading has for it.
    pub(super) fn of_file(self, found: &domain::Problem) -> Response {
        self.said(StatusCode::BAD_REQUEST, &found.message, found.hint.as_deref().unwrap_or_default())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (message, hint) = self.words();
        self.said(self.status(), message, hint)
    }
}
