//! What a device asks about its own person's devices, over HTTP.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use sync::{enrol::OwnQuestion, exchange};

use super::{MOST_ENROL_BYTES, Service, answer::Refusal, body, bytes, caller, now_ms, refuse};
use crate::{own, secret};

pub(super) async fn own(State(service): State<Arc<Service>>, request: Request) -> Response {
    match answer(&service, request).await {
        Ok(response) => response,
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn answer(service: &Arc<Service>, request: Request) -> Result<Response, Refusal> {
    let (parts, unread) = request.into_parts();
    let session = caller(service, &parts).await?;
    let body = body(service, unread, MOST_ENROL_BYTES).await?;
    let question: OwnQuestion = exchange::decode(&body).map_err(|_| Refusal::Malformed)?;
    if question.version != exchange::VERSION {
        return Err(Refusal::Newer);
    }
    let code = secret::code(secret::random()?);
    let answer = service.transact(move |tx| own::answer(tx, &session, question.ask, &code, now_ms())).await?;
    Ok(bytes(exchange::encode(&answer)))
}
