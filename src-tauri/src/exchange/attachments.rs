//! Files on their way: after the exchange of records rests, part by part, each asked for on its own.

use store::{Connection, Store, Writer, attachment as stored};
use sync::{
    attachment::{Address, Held, Named, count},
    engine::Failure,
};

use super::Service;

/// Where the rows are, as for the exchange itself.
pub trait Rows {
    /// Reads beside whoever writes.
    fn read<T>(&mut self, work: impl FnOnce(&Connection) -> store::Result<T>) -> store::Result<T>;
    /// Writes in a short transaction.
    fn write(&mut self, work: impl FnOnce(&mut Writer) -> store::Result<()> + Send + 'static) -> store::Result<()>;
}

impl Rows for &Store {
    fn read<T>(&mut self, work: impl FnOnce(&Connection) -> store::Result<T>) -> store::Result<T> {
        Store::read(self, work)
    }

    fn write(&mut self, work: impl FnOnce(&mut Writer) -> store::Result<()> + Send + 'static) -> store::Result<()> {
        Store::write(self, work)
    }
}

impl Rows for &mut Writer {
    fn read<T>(&mut self, work: impl FnOnce(&Connection) -> store::Result<T>) -> store::Result<T> {
        work(self.reader())
    }

    fn write(&mut self, work: impl FnOnce(&mut Writer) -> store::Result<()> + Send + 'static) -> store::Result<()> {
        work(self)
    }
}

/// What was carried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried {
    /// Parts that the service has now.
    pub sent: u64,
    /// Parts that this computer has now.
    pub received: u64,
    /// Files that cannot go on as they are: a part that is here is not what it was, or the service does not take it.
    pub refused: Vec<Address>,
}

/// Brings and fetches the parts that are missing on either side, until `go_on` says that something more urgent waits.
/// Whatever was carried before a failure of the link stays, and a file that cannot go on holds up no other.
///
/// # Errors
/// Only when the store fails; a link that fails ends the carrying, and the next exchange goes on with it.
pub fn carry(
    mut rows: impl Rows,
    service: &Service,
    token: &[u8; 32],
    go_on: &dyn Fn() -> bool,
) -> store::Result<Carried> {
    let mut carried = Carried::default();
    for named in rows.read(stored::unfinished)? {
        let mut file = File { rows: &mut rows, service, token, go_on, named, carried: &mut carried };
        let address = file.named.address;
        match file.carry() {
            Ok(()) => {}
            Err(Ended::File) => {
                tracing::warn!(%address, "a file cannot be carried as it is");
                carried.refused.push(address);
            }
            Err(Ended::Link) => break,
            Err(Ended::Store(error)) => return Err(error),
        }
    }
    Ok(carried)
}

enum Ended {
    /// This one file cannot go on; the next may.
    File,
    /// The link failed, or something more urgent waits.
    Link,
    Store(store::Error),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused => Self::File,
            Failure::Link
            | Failure::Stranger
            | Failure::Proxy
            | Failure::Certificate
            | Failure::Busy
            | Failure::Unknown => Self::Link,
        }
    }
}

impl From<store::Error> for Ended {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Damaged { .. } => Self::File,
            error => Self::Store(error),
        }
    }
}

struct File<'a, R> {
    rows: &'a mut R,
    service: &'a Service,
    token: &'a [u8; 32],
    go_on: &'a dyn Fn() -> bool,
    named: Named,
    carried: &'a mut Carried,
}

impl<R: Rows> File<'_, R> {
    fn carry(&mut self) -> Result<(), Ended> {
        let parts = count(self.named.bytes).map_err(|_| Ended::File)?;
        // The service does not know the record yet, or it may not be read any more: it is asked again another time.
        let Some(said) = self.get("")? else { return Ok(()) };
        let there = Held::of_message(&said, parts).map_err(|_| Ended::File)?;
        let named = self.named.clone();
        let here = self.rows.read(|reader| stored::held(reader, &named))?;
        let (here, mut there) = match (here, there) {
            (Some((_, here)), Some(there)) => (here, there),
            (Some((list, here)), None) => {
                self.put("list", &list.to_bytes())?;
                (here, Held::nothing(parts))
            }
            (None, Some(there)) => {
                // What the service gives and what the record says must fit; else the file is not to be had from it.
                let Some(list) = self.get("list")? else { return Ok(()) };
                if !self.take(move |writer| stored::take_list(writer, &named, &list))? {
                    return Ok(());
                }
                (Held::nothing(parts), there)
            }
            // The computer that has the file was not online since.
            (None, None) => return Ok(()),
        };
        self.bring(&here, &mut there)?;
        self.fetch(&here, &there)?;
        if there.missing().next().is_none() {
            let address = self.named.address;
            self.rows.write(move |writer| stored::note_sent(writer, address))?;
        }
        Ok(())
    }

    fn bring(&mut self, here: &Held, there: &mut Held) -> Result<(), Ended> {
        let missing: Vec<u32> = there.missing().filter(|number| here.has(*number)).collect();
        for number in missing {
            let address = self.named.address;
            let part = self.rows.read(|reader| stored::part(reader, address, number))?.ok_or(Ended::File)?;
            self.put(&number.to_string(), &part)?;
            there.add(number);
            self.carried.sent += 1;
        }
        Ok(())
    }

    fn fetch(&mut self, here: &Held, there: &Held) -> Result<(), Ended> {
        let missing: Vec<u32> = here.missing().filter(|number| there.has(*number)).collect();
        for number in missing {
            let Some(part) = self.get(&number.to_string())? else { continue };
            let named = self.named.clone();
            if self.take(move |writer| stored::take_part(writer, &named, number, &part))? {
                self.carried.received += 1;
            }
        }
        Ok(())
    }

    /// Keeps what came; says whether it was what it should be.
    fn take(&mut self, keep: impl FnOnce(&mut Writer) -> store::Result<()> + Send + 'static) -> Result<bool, Ended> {
        match self.rows.write(keep) {
            Ok(()) => Ok(true),
            Err(store::Error::Damaged { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn get(&mut self, piece: &str) -> Result<Option<Vec<u8>>, Ended> {
        self.ask(piece, None)
    }

    fn put(&mut self, piece: &str, bytes: &[u8]) -> Result<(), Ended> {
        self.ask(piece, Some(bytes))?.map(drop).ok_or(Ended::File)
    }

    fn ask(&mut self, piece: &str, bytes: Option<&[u8]>) -> Result<Option<Vec<u8>>, Ended> {
        if !(self.go_on)() {
            return Err(Ended::Link);
        }
        Ok(self.service.piece(self.token, &self.named.address.to_string(), piece, bytes)?)
    }
}
