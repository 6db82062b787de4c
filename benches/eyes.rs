//! Sees when the screen changes: the X server reports each rectangle that the program draws, with no program between.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use x11rb::{
    connection::Connection,
    protocol::{
        Event,
        damage::{ConnectionExt as _, ReportLevel},
        xproto::{AtomEnum, ConnectionExt as _},
    },
    rust_connection::RustConnection,
};

/// No paint comes later than this; waiting longer means that nothing was painted.
const PATIENCE: Duration = Duration::from_secs(10);

/// One rectangle that was drawn.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    pub at: Instant,
    width: u16,
    height: u16,
}

/// Looks at one screen.
pub struct Eyes {
    paints: Receiver<Paint>,
    connection: RustConnection,
    root: u32,
}

impl Eyes {
    pub fn on(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(display)).expect("the screen answers");
        let root = connection.setup().roots[screen].root;
        let (send, paints) = channel();
        let (watching, _) = x11rb::connect(Some(display)).expect("the screen answers");
        watch(&watching, root);
        // It ends when the screen does.
        thread::spawn(move || {
            while let Ok(event) = watching.wait_for_event() {
                if let Event::DamageNotify(drawn) = event {
                    let paint = Paint { at: Instant::now(), width: drawn.area.width, height: drawn.area.height };
                    if send.send(paint).is_err() {
                        return;
                    }
                }
            }
        });
        Self { paints, connection, root }
    }

    /// Forgets what was painted until now.
    pub fn blink(&self) {
        self.paints.try_iter().for_each(drop);
    }

    /// Waits for the next paint that is more than a caret or a scroll bar.
    pub fn next(&self) -> Paint {
        self.within(PATIENCE).expect("something is painted")
    }

    /// Waits for a paint, and then until nothing more was painted for `quiet`. Returns the last one.
    pub fn settled(&self, quiet: Duration) -> Paint {
        let mut last = self.next();
        while let Some(paint) = self.within(quiet) {
            last = paint;
        }
        last
    }

    /// Waits until nothing was painted for `quiet`.
    pub fn rest(&self, quiet: Duration) {
        while self.within(quiet).is_some() {}
    }

    fn within(&self, limit: Duration) -> Option<Paint> {
        let until = Instant::now() + limit;
        loop {
            match self.paints.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(paint) if is_idle(paint) => {}
                Ok(paint) => return Some(paint),
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => panic!("the screen is gone"),
            }
        }
    }

    /// Waits for a window with this title, which names the screen that is shown; on a busy machine it comes after the
    /// first stillness. Stops the measurement when none comes.
    pub fn expect_title(&self, title: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let titles = self.titles();
            if titles.iter().any(|shown| shown == title) {
                return;
            }
            assert!(Instant::now() < until, "{title} is not shown, but {titles:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn titles(&self) -> Vec<String> {
        let tree = self.connection.query_tree(self.root).expect("the screen answers").reply();
        let windows = tree.expect("a screen has windows").children;
        let titles = windows.iter().filter_map(|window| {
            let cookie = self.connection.get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64).ok()?;
            String::from_utf8(cookie.reply().ok()?.value).ok()
        });
        titles.filter(|title| !title.is_empty()).collect()
    }
}

fn watch(connection: &RustConnection, root: u32) {
    connection.damage_query_version(1, 1).expect("the screen answers").reply().expect("the screen reports paints");
    let id = connection.generate_id().expect("an id is free");
    connection.damage_create(id, root, ReportLevel::RAW_RECTANGLES).expect("the screen answers");
    connection.flush().expect("the screen answers");
}

/// A caret blinks by itself, and a scroll bar fades in and out.
fn is_idle(paint: Paint) -> bool {
    paint.width <= 4 || (paint.width <= 24 && paint.height >= 100)
}
