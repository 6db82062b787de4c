//! A computer's rows with something between them and the engine: it sees what waits before the engine does.

use coachlight_app::exchange::Device;
use store::{
    Writer,
    exchange::{self as stored, Applied, Membership},
};
use sync::{engine::Standing, exchange::Answer};

/// Rows of which somebody else looks at what waits, and may take from it.
pub struct Between<'a, F> {
    writer: &'a mut Writer,
    look: F,
}

impl<'a, F: FnMut(u32, &mut Standing)> Between<'a, F> {
    /// Lets `look` see for how many bytes there is room, and what goes into it.
    pub fn new(writer: &'a mut Writer, look: F) -> Self {
        Self { writer, look }
    }
}

impl<F: FnMut(u32, &mut Standing)> Device for Between<'_, F> {
    fn release(&mut self, now_ms: i64) -> store::Result<bool> {
        Ok(store::remark::release(self.writer, now_ms)? > 0)
    }

    fn standing(&mut self, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> store::Result<Standing> {
        let mut standing = stored::standing(self.writer.reader(), most_bytes, sign)?;
        (self.look)(most_bytes, &mut standing);
        Ok(standing)
    }

    fn apply(&mut self, answer: Answer) -> store::Result<Applied> {
        stored::apply(self.writer, &answer)
    }

    fn rename(&mut self) -> store::Result<()> {
        stored::rename(self.writer)
    }

    fn renew(&mut self, membership: Membership) -> store::Result<()> {
        stored::join(self.writer, &membership)
    }

    /// What is asked beside the records would be counted with them.
    fn is_to_ask(&mut self) -> store::Result<bool> {
        Ok(false)
    }

    fn keep_address(&mut self, _: String) -> store::Result<()> {
        Ok(())
    }
}
