//! The parts of files, each in a request of its own: a link that drops costs one part.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use sync::attachment::{Address, MOST_LIST_BYTES};

use super::{Refusal, Service, Shared, body, bytes, caller, refuse};
use crate::attachment::{self, Brought, Piece};

/// The longest of what may be put: the list of the largest file is shorter than a part.
const MOST_BYTES: usize = sync::attachment::MOST_PART_BYTES;
const _: () = assert!(MOST_LIST_BYTES <= MOST_BYTES);

/// What an address says, where it can be read at all.
type Named<T> = Result<Path<T>, PathRejection>;

/// Answers how many parts there are, in four bytes, and one bit for each that is here; nothing while the list is not.
pub(super) async fn held(State(service): Shared, path: Named<String>, request: Request) -> Response {
    answer(&service, try_held(&service, path, request).await)
}

async fn try_held(service: &Arc<Service>, path: Named<String>, request: Request) -> Result<Response, Refusal> {
    let session = caller(service, &request.into_parts().0).await?;
    let Path(address) = path.map_err(|_| Refusal::NoSuchAddress)?;
    let address = Address::parse(&address).ok_or(Refusal::NoSuchAddress)?;
    let held = service.transact(move |tx| attachment::held(tx, &session, address)).await?;
    Ok(bytes(held.map_or_else(Vec::new, |held| held.message())))
}

/// Gives a part, or the list.
pub(super) async fn give(State(service): Shared, path: Named<(String, String)>, request: Request) -> Response {
    answer(&service, try_give(&service, path, request).await)
}

async fn try_give(
    service: &Arc<Service>,
    path: Named<(String, String)>,
    request: Request,
) -> Result<Response, Refusal> {
    let session = caller(service, &request.into_parts().0).await?;
    let (address, piece) = named(path)?;
    let found = service.transact(move |tx| attachment::get(tx, &session, address, piece)).await?;
    found.map(bytes).ok_or(Refusal::NoSuchAddress)
}

/// Takes a part, or the list; the same again changes nothing.
pub(super) async fn take(State(service): Shared, path: Named<(String, String)>, request: Request) -> Response {
    answer(&service, try_take(&service, path, request).await)
}

async fn try_take(
    service: &Arc<Service>,
    path: Named<(String, String)>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, unread) = request.into_parts();
    let session = caller(service, &parts).await?;
    let (address, piece) = named(path)?;
    // Asked before the body is read: what nobody named is not taken in.
    let asker = session.clone();
    service.transact(move |tx| attachment::check(tx, &asker, address)).await?;
    let body = body(service, unread, MOST_BYTES).await?;
    match service.transact(move |tx| attachment::put(tx, &session, address, piece, &body)).await? {
        Brought::Kept => Ok(StatusCode::OK.into_response()),
        Brought::Malformed => Err(Refusal::Malformed),
    }
}

fn named(path: Named<(String, String)>) -> Result<(Address, Piece), Refusal> {
    let Path((address, piece)) = path.map_err(|_| Refusal::NoSuchAddress)?;
    let address = Address::parse(&address).ok_or(Refusal::NoSuchAddress)?;
    let piece = match piece.as_str() {
        "list" => Piece::List,
        number => Piece::Part(number.parse().map_err(|_| Refusal::NoSuchAddress)?),
    };
    Ok((address, piece))
}

fn answer(service: &Service, answer: Result<Response, Refusal>) -> Response {
    answer.unwrap_or_else(|refusal| refuse(service, refusal))
}
