//! Keys as the X server sends them: the program cannot tell them from a keyboard's.

use std::{collections::HashMap, time::Instant};

use x11rb::{
    connection::Connection,
    protocol::{
        xproto::{ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Window},
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

const SHIFT: u32 = 0xffe1;
const CONTROL: u32 = 0xffe3;
const ALT: u32 = 0xffe9;

/// A keyboard at a screen.
pub struct Keyboard {
    connection: RustConnection,
    root: Window,
    /// For each key symbol: its key, and whether shift is held.
    keys: HashMap<u32, (u8, bool)>,
}

impl Keyboard {
    pub fn at(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(display)).expect("the screen answers");
        let setup = connection.setup();
        let root = setup.roots[screen].root;
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let mapping = connection
            .get_keyboard_mapping(first, last - first + 1)
            .expect("the screen answers")
            .reply()
            .expect("a screen has a keyboard");
        let mut keys = HashMap::new();
        for (index, symbols) in mapping.keysyms.chunks(mapping.keysyms_per_keycode.into()).enumerate() {
            let code = first + u8::try_from(index).expect("key codes are bytes");
            for (level, symbol) in symbols.iter().take(2).enumerate() {
                keys.entry(*symbol).or_insert((code, level == 1));
            }
        }
        Self { connection, root, keys }
    }

    /// Gives the keys to the program's window: there is no window manager to do it.
    pub fn focus_program(&self) {
        self.focus(*self.windows().last().expect("a window is open"));
    }

    /// Gives the keys to the program's second window, which is the smaller one. Returns whether it is there.
    pub fn focus_second(&self) -> bool {
        let windows = self.windows();
        let second = windows.len().checked_sub(2).map(|at| windows[at]).filter(|window| self.area(*window) > 500_000);
        if let Some(window) = second {
            self.focus(window);
        }
        second.is_some()
    }

    /// Returns all windows, the largest last.
    fn windows(&self) -> Vec<Window> {
        let tree =
            self.connection.query_tree(self.root).expect("the screen answers").reply().expect("a screen has windows");
        let mut windows = tree.children;
        windows.sort_by_key(|window| self.area(*window));
        windows
    }

    fn focus(&self, window: Window) {
        self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).expect("the screen answers");
        self.flush();
    }

    fn area(&self, window: Window) -> u64 {
        let is_shown = self
            .connection
            .get_window_attributes(window)
            .ok()
            .and_then(|cookie| cookie.reply().ok())
            .is_some_and(|attributes| attributes.map_state == x11rb::protocol::xproto::MapState::VIEWABLE);
        let geometry = self.connection.get_geometry(window).ok().and_then(|cookie| cookie.reply().ok());
        geometry.filter(|_| is_shown).map_or(0, |size| u64::from(size.width) * u64::from(size.height))
    }

    /// Types a text, one key after the other, without a pause.
    pub fn write(&self, text: &str) {
        for letter in text.chars() {
            self.letter(letter);
        }
    }

    /// Presses the key of a letter, and returns when it had left.
    pub fn letter(&self, letter: char) -> Instant {
        let symbol = match letter {
            '\n' => 0xff0d,
            '\t' => 0xff09,
            other => u32::from(other),
        };
        self.symbol(symbol, &[])
    }

    /// Presses a key with others held: `Ctrl+n`, `Alt+Left`, `Enter`, `Escape`, `F1`, `a`.
    pub fn press(&self, chord: &str) {
        let mut parts: Vec<&str> = chord.split('+').collect();
        let key = parts.pop().expect("a chord has a key");
        let held: Vec<u32> = parts
            .iter()
            .map(|part| match *part {
                "Ctrl" => CONTROL,
                "Alt" => ALT,
                "Shift" => SHIFT,
                other => panic!("{other} is not held"),
            })
            .collect();
        self.symbol(named(key), &held);
    }

    fn symbol(&self, symbol: u32, held: &[u32]) -> Instant {
        let (key, shifted) = *self.keys.get(&symbol).unwrap_or_else(|| panic!("no key writes {symbol:#x}"));
        let mut holding: Vec<u8> = held.iter().map(|symbol| self.keys[symbol].0).collect();
        if shifted && !held.contains(&SHIFT) {
            holding.push(self.keys[&SHIFT].0);
        }
        for code in &holding {
            self.send(KEY_PRESS_EVENT, *code);
        }
        self.send(KEY_PRESS_EVENT, key);
        self.flush();
        let left = Instant::now();
        self.send(KEY_RELEASE_EVENT, key);
        for code in holding.iter().rev() {
            self.send(KEY_RELEASE_EVENT, *code);
        }
        self.flush();
        left
    }

    fn send(&self, kind: u8, code: u8) {
        self.connection.xtest_fake_input(kind, code, 0, self.root, 0, 0, 0).expect("the screen takes keys");
    }

    /// Waits until the server has taken everything.
    fn flush(&self) {
        self.connection.get_input_focus().expect("the screen answers").reply().expect("the screen answers");
    }
}

fn named(key: &str) -> u32 {
    match key {
        "Enter" => 0xff0d,
        "Escape" => 0xff1b,
        "Tab" => 0xff09,
        "Space" => 0x20,
        "Backspace" => 0xff08,
        "Delete" => 0xffff,
        "Up" => 0xff52,
        "Down" => 0xff54,
        "Left" => 0xff51,
        "Right" => 0xff53,
        "Home" => 0xff50,
        "End" => 0xff57,
        "F1" => 0xffbe,
        "F6" => 0xffc3,
        "Comma" => 0x2c,
        letter if letter.chars().count() == 1 => letter.chars().next().map(u32::from).expect("one letter"),
        other => panic!("no key is called {other}"),
    }
}
