//! Files of carried work over HTTP: whoever is enrolled may bring one of their organisation, and takes the answer back to
//! the stick. Neither file can be read by whoever brings it.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    num::NonZeroU32,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use bundle::{error::Error as FileError, header::Header, read::End};
use domain::{Problem, RowId};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body::Frame;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::{Coming, Service, Shared, answer::Refusal, caller, now_ms, refuse};
use crate::carried::{self, Refused, Told};

/// The largest file that is taken over the network. A larger one is brought to the operator.
const MOST_FILE_BYTES: u64 = 512 << 20;
/// How many files are on this computer's disk at once, each of another device.
const AT_ONCE: usize = 4;
/// Files at once, and then in a minute, from one device.
const BURST: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");
const A_MINUTE: NonZeroU32 = NonZeroU32::new(6).expect("6 is not 0");
const CHUNK: usize = 64 << 10;

/// Who brings files, and how often.
pub(super) struct Carriers {
    tries: DefaultKeyedRateLimiter<RowId>,
    places: Arc<Semaphore>,
    bringing: Arc<Mutex<BTreeSet<RowId>>>,
}

impl Carriers {
    pub(super) fn new() -> Self {
        let tries = RateLimiter::dashmap(Quota::per_minute(A_MINUTE).allow_burst(BURST));
        Self { tries, places: Arc::new(Semaphore::new(AT_ONCE)), bringing: Arc::default() }
    }

    /// Gives a device a place on the disk, unless it has one or there is none.
    fn place(&self, device: RowId) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let is_first = bringing(&self.bringing).insert(device);
        is_first.then(|| Place { device, bringing: Arc::clone(&self.bringing), _permit: permit })
    }
}

/// A device's place for a file; dropped, it is free again.
struct Place {
    device: RowId,
    bringing: Arc<Mutex<BTreeSet<RowId>>>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        bringing(&self.bringing).remove(&self.device);
    }
}

fn bringing(devices: &Mutex<BTreeSet<RowId>>) -> MutexGuard<'_, BTreeSet<RowId>> {
    // A set of ids is whole whatever happened to the thread that held it.
    devices.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says to whom files for the service are written.
pub(super) async fn address(State(service): Shared, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let found = async {
        let session = caller(&service, &parts).await?;
        let key = service.transact(move |tx| carried::key(tx, session.org)).await?;
        Ok(key.recipient().to_string())
    };
    found.await.map_or_else(|refusal| refuse(&service, refusal), IntoResponse::into_response)
}

/// Takes a file, and answers with the file that goes back.
pub(super) async fn take(State(service): Shared, request: Request) -> Response {
    match try_take(&service, request).await {
        Ok(response) => response,
        Err(Said::Refusal(refusal)) => refuse(&service, refusal),
        Err(Said::Problem(refusal, problem)) => {
            service.metrics.refused(refusal);
            refusal.of_file(&problem)
        }
    }
}

async fn try_take(service: &Arc<Service>, request: Request) -> Result<Response, Said> {
    let (parts, unread) = request.into_parts();
    let session = caller(service, &parts).await?;
    if service.carriers.tries.check_key(&session.device).is_err() {
        return Err(Refusal::TooMany.into());
    }
    let place = service.carriers.place(session.device).ok_or(Refusal::Busy)?;
    let file = spool(Coming::new(unread, service.bounds.silence)).await?;
    let storage = Arc::clone(&service.storage);
    let work = move || {
        let done = take_of(session.org, file, |file, answer| carried::take(&*storage, file, answer, now_ms));
        drop(place);
        Ok(done)
    };
    let (told, answer) = service.run(work).await??;
    service.metrics.taken(&told.taken);
    let end = match told.end {
        End::Complete { .. } => "whole",
        End::Cut { .. } => "cut",
        End::Damaged => "damaged",
    };
    let said = [
        (header::CONTENT_TYPE.as_str(), "application/octet-stream".to_owned()),
        ("coachlight-batches", told.batches.to_string()),
        ("coachlight-end", end.to_owned()),
    ];
    Ok((said, Body::new(Sent::of(answer)?)).into_response())
}

/// Takes a file of this organisation and opens its answer, which is gone from the disk when it has been sent.
fn take_of(
    org: RowId,
    mut file: File,
    take: impl FnOnce(File, &Path) -> Result<Told, Refused>,
) -> Result<(Told, File), Said> {
    file.seek(SeekFrom::Start(0)).map_err(FileError::Read)?;
    if Header::read(&mut file)?.organisation != org {
        return Err(FileError::OtherOrganisation.into());
    }
    file.seek(SeekFrom::Start(0)).map_err(FileError::Read)?;
    let folder = tempfile::tempdir().map_err(FileError::Write)?;
    let told = take(file, &folder.path().join("answer"))?;
    let answer = File::open(told.files.first().ok_or(Refusal::Internal)?).map_err(FileError::Write)?;
    Ok((told, answer))
}

/// Puts what comes in on the disk, in a file without a name.
async fn spool(mut coming: Coming) -> Result<File, Said> {
    if coming.announced().is_some_and(|length| length > MOST_FILE_BYTES) {
        return Err(Refusal::TooLarge.into());
    }
    let (send, mut receive) = mpsc::channel::<Bytes>(4);
    let writing = tokio::task::spawn_blocking(move || {
        let mut file = tempfile::tempfile()?;
        while let Some(chunk) = receive.blocking_recv() {
            file.write_all(&chunk)?;
        }
        Ok::<_, io::Error>(file)
    });
    let mut had = 0;
    while let Some(chunk) = coming.next().await? {
        had += chunk.len() as u64;
        if had > MOST_FILE_BYTES {
            return Err(Refusal::TooLarge.into());
        }
        if send.send(chunk).await.is_err() {
            break;
        }
    }
    drop(send);
    let written = writing.await.map_err(|_| Refusal::Internal)?;
    written.map_err(|error| FileError::Write(error).into())
}

/// Why a file was not taken: in words that everybody gets, or in those that its reading has.
enum Said {
    Refusal(Refusal),
    Problem(Refusal, Box<Problem>),
}

impl From<Refusal> for Said {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<crate::error::Error> for Said {
    fn from(error: crate::error::Error) -> Self {
        Self::Refusal(error.into())
    }
}

impl From<FileError> for Said {
    fn from(error: FileError) -> Self {
        Refused::File(error).into()
    }
}

impl From<Refused> for Said {
    fn from(refused: Refused) -> Self {
        let counted = match refused {
            Refused::Service(error) => return Self::Refusal(error.into()),
            // What stands in the way of the answer lies with this computer.
            Refused::File(
                FileError::Full(_)
                | FileError::Write(_)
                | FileError::Read(_)
                | FileError::Unfaithful
                | FileError::Service(_)
                | FileError::Source(_)
                | FileError::Stopped,
            ) => {
                tracing::warn!(error = %refused, "no answer to a file");
                return Self::Refusal(Refusal::Busy);
            }
            Refused::Stranger => Refusal::Unknown,
            Refused::File(FileError::Newer) => Refusal::Newer,
            Refused::File(_) => Refusal::Malformed,
        };
        Self::Problem(counted, Box::new(refused.into()))
    }
}

/// A file on its way out, read on a thread of its own.
struct Sent {
    receive: mpsc::Receiver<io::Result<Bytes>>,
    left: u64,
}

impl Sent {
    fn of(mut file: File) -> Result<Self, Said> {
        let left = file.metadata().map_err(FileError::Write)?.len();
        let (send, receive) = mpsc::channel(4);
        tokio::task::spawn_blocking(move || {
            loop {
                let mut chunk = Vec::with_capacity(CHUNK);
                let read = (&mut file).take(CHUNK as u64).read_to_end(&mut chunk);
                let is_end = !matches!(read, Ok(1..));
                if matches!(read, Ok(0)) || send.blocking_send(read.map(|_| chunk.into())).is_err() || is_end {
                    return;
                }
            }
        });
        Ok(Self { receive, left })
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.receive.poll_recv(cx).map(|chunk| {
            let chunk = chunk?;
            if let Ok(bytes) = &chunk {
                self.left = self.left.saturating_sub(bytes.len() as u64);
            }
            Some(chunk.map(Frame::data))
        })
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.left)
    }
}
