//! The same program as a command line.

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use domain::{Code, Problem};
use serde_json::{Value, json};
use store::{
    System, Writer, backup,
    key::Key,
    profile::{Home, Profile},
};

use crate::{
    clock, keychain, lease, log,
    state::{self, Answer, problem},
};

mod carried;
mod exchange;
mod export;
mod form;
mod private_lines;
mod roster;

/// Coachlight: plan weekly professional-learning cycles and record observations offline.
///
/// Without a command the window opens. Exit codes: 0 done, 1 refused, 2 wrong arguments, 3 the secret does not open the
/// profile, 4 damaged or missing key, 5 another Coachlight is running or the database is busy, 6 a file could not be read or written, 7 the service could not
/// be reached.
/// COACHLIGHT_HOME names the home folder, COACHLIGHT_PROFILE one of its profiles where there are several,
/// COACHLIGHT_PASSPHRASE gives the passphrase to unattended runs.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// Print the result as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write everything as JSON and CSV with a codebook. The files are not protected.
    Export {
        /// An empty or new folder.
        folder: PathBuf,
        /// Include private wonderings, abbreviations and students' names.
        #[arg(long)]
        with_private: bool,
    },
    /// Write a blank form as PDF, for a lesson without a computer. What is written on it is entered afterwards.
    Form {
        /// What it is for.
        kind: crate::pages::Form,
        /// The file.
        file: PathBuf,
        /// The language of its headings.
        #[arg(long, value_enum, default_value = "english")]
        language: crate::pages::Language,
        /// Print it on Letter instead of A4.
        #[arg(long)]
        letter: bool,
        /// Print the look-fors of the latest set on it. This opens the profile; without them a form needs none.
        #[arg(long)]
        look_fors: bool,
    },
    /// Import a roster: a OneRoster zip or folder, or any CSV or xlsx. A backup is made first; it can be undone.
    ImportRoster {
        /// The file or folder.
        file: PathBuf,
        /// Only say what would change, and every problem. Nothing is stored.
        #[arg(long)]
        dry_run: bool,
        /// End those who are missing even when they are more than a tenth: the file is the whole roster.
        #[arg(long)]
        end_many: bool,
    },
    /// Open a sealed summary that a coach gave, and write its page as PDF. It opens no profile.
    OpenSummary {
        /// The sealed summary. Its code word is asked for, or taken from COACHLIGHT_CODE_WORD.
        file: PathBuf,
        /// The PDF; beside the summary and under its name when it is left out.
        pdf: Option<PathBuf>,
    },
    /// Make an encrypted backup.
    Backup {
        /// The file; the profile's own folder when it is left out.
        file: Option<PathBuf>,
    },
    /// Put a backup in the place of its profile. The present state is backed up first.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Bring private lines, abbreviations and students' names from a backup of your other computer: they never travel by themselves.
    BringPrivate {
        /// The backup. Its passphrase or recovery code is asked for, or taken from COACHLIGHT_BACKUP_PASSPHRASE.
        file: PathBuf,
        /// Only say what it has and what would come. Nothing is stored.
        #[arg(long)]
        dry_run: bool,
    },
    /// Check database, log and rows, and say what was found. Shows no word that a person wrote.
    Doctor,
    /// Join an organisation: makes a profile on this computer for the person whom the code invites.
    Join {
        /// The service's address.
        address: String,
        /// The code of the invitation.
        code: String,
    },
    /// Send what waits to the central service, and receive what is new.
    Sync {
        /// Once, and not on and on.
        #[arg(long)]
        once: bool,
        /// A code for this computer, where the service no longer knows it. What is here stays, and what waits goes out.
        #[arg(long)]
        code: Option<String>,
    },
    /// Say what waits to be sent, and what needs attention.
    Status,
    /// Carry work on a stick, where there is no network.
    Bundle {
        #[command(subcommand)]
        act: carried::Act,
    },
    /// Make a demo profile.
    Demo {
        /// How many observations; a term's work when it is left out.
        #[arg(long)]
        observations: Option<u32>,
        /// How many lines each.
        #[arg(long, default_value_t = 200)]
        lines: u32,
        /// Over how many years.
        #[arg(long, default_value_t = 1)]
        years: u32,
        /// The seed that everything follows from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// Runs one command and returns the exit code.
pub fn run(command: Command, as_json: bool) -> ExitCode {
    log::begin(&state::home_folder());
    match answer(command) {
        Ok(Answered { result, problem: None }) => {
            say(&result, as_json);
            ExitCode::SUCCESS
        }
        Ok(Answered { result, problem: Some(problem) }) => {
            say(&result, as_json);
            fail(&problem, as_json)
        }
        Err(problem) => fail(&problem, as_json),
    }
}

/// What a command has to say: also the doctor, who says what was found when something is wrong.
struct Answered {
    result: Value,
    problem: Option<Problem>,
}

impl From<Value> for Answered {
    fn from(result: Value) -> Self {
        Self { result, problem: None }
    }
}

fn fail(problem: &Problem, as_json: bool) -> ExitCode {
    complain(problem, as_json);
    ExitCode::from(exit_code(problem.code))
}

fn answer(command: Command) -> Answer<Answered> {
    if let Command::Form { kind, file, language, letter, look_fors } = command {
        return form::run(kind, &file, language, letter, look_fors).map(Answered::from);
    }
    if let Command::OpenSummary { file, pdf } = command {
        return open_summary(&file, pdf).map(Answered::from);
    }
    let home = Home::hold(&state::home_folder()).map_err(problem)?;
    match command {
        Command::Form { .. } | Command::OpenSummary { .. } => unreachable!("answered before a home folder was needed"),
        Command::Doctor => return doctor(&home),
        Command::Bundle { act } => return carried::run(&home, &act),
        Command::Join { address, code } => return exchange::join(&home, &address, &code),
        Command::Export { folder, with_private } => export::run(&home, &folder, with_private),
        Command::ImportRoster { file, dry_run, end_many } => roster::run(&home, &file, dry_run, end_many),
        Command::Backup { file } => back_up(&home, file),
        Command::Restore { file } => restore(&home, &file),
        Command::BringPrivate { file, dry_run } => private_lines::run(&home, &file, dry_run),
        Command::Sync { once, code } => exchange::sync(&home, once, code.as_deref()),
        Command::Status => exchange::status(&home),
        Command::Demo { observations, lines, years, seed } => make_demo(&home, observations, lines, years, seed),
    }
    .map(Answered::from)
}

/// Writes the page of a sealed summary. Nothing of it is kept here.
fn open_summary(file: &std::path::Path, pdf: Option<PathBuf>) -> Answer<Value> {
    let absolute = |path: &std::path::Path| std::path::absolute(path).map_err(|_| no_such_file());
    let word = ask_for("COACHLIGHT_CODE_WORD", "Code word: ")?;
    let summary = crate::commands::sealed::opened(&absolute(file)?.to_string_lossy(), &word)?;
    let beside = file.with_extension("pdf");
    if pdf.is_none() && beside.exists() {
        return Err(Problem::new(
            Code::File,
            "There is a file of the page's name beside the summary. Nothing was written.",
        )
        .hint("Say after the summary which file is to be written."));
    }
    let pdf = absolute(&pdf.unwrap_or(beside))?;
    crate::files::write(&pdf, &summary.pdf)?;
    Ok(json!({ "pdf": pdf }))
}

fn no_such_file() -> Problem {
    Problem::new(Code::File, "There is no such file. Nothing was opened.").hint("Write the path of the file.")
}

fn back_up(home: &Home, file: Option<PathBuf>) -> Answer<Value> {
    let (profile, key, mut writer) = open(home)?;
    let path = match file {
        Some(path) => {
            let now_ms = writer.now_ms();
            backup::write(&profile, writer.reader(), &key, now_ms, &path).map_err(problem)?;
            path
        }
        None => backup::make(&profile, &mut writer, &key, backup::Reason::Asked).map_err(problem)?,
    };
    Ok(json!({ "backup": path }))
}

fn restore(home: &Home, file: &std::path::Path) -> Answer<Value> {
    let opened = backup::open(file).map_err(problem)?;
    let secret = ask("Passphrase or recovery code of the backup: ")?;
    let key = opened.key_file.open_with(&secret).map_err(problem)?;
    let (profile, _writer) = opened.restore(home, &key, Box::new(System)).map_err(problem)?;
    Ok(json!({ "restored": profile.id() }))
}

fn doctor(home: &Home) -> Answer<Answered> {
    let (mut profiles, mut worst) = (Vec::new(), None);
    for profile in home.profiles().map_err(problem)? {
        let backups = backup::list(&profile).map_or(0, |kept| kept.len());
        let mut found = json!({
            "profile": profile.id(),
            "keyFile": profile.key_file().is_ok(),
            "keychain": keychain::look(&profile.id()).words(),
            "backups": backups,
        });
        let checked =
            open_profile(&profile).and_then(|(_, mut writer)| store::check::all(&mut writer).map_err(problem));
        match checked {
            Ok(checked) => {
                found["database"] = json!("whole");
                found["operations"] = json!(checked.operations);
            }
            Err(problem) => {
                found["database"] = json!("not checked");
                found["problem"] = json!(problem);
                worst = Some(problem);
            }
        }
        profiles.push(found);
    }
    Ok(Answered { result: json!({ "version": env!("CARGO_PKG_VERSION"), "profiles": profiles }), problem: worst })
}

fn make_demo(home: &Home, observations: Option<u32>, lines: u32, years: u32, seed: u64) -> Answer<Value> {
    let Some(observations) = observations else {
        let (profile, _, _) = crate::commands::demo::make_demo(home)?;
        return Ok(json!({ "profile": profile.id(), "passphrase": crate::commands::demo::DEMO_PASSPHRASE }));
    };
    let size = demo::Size { observations, lines_each: lines, years };
    let mut summary = None;
    let passphrase = crate::commands::demo::DEMO_PASSPHRASE;
    let (profile, _, _, writer) = home.create("Demo: Riverbend", true, passphrase, Box::new(System), |writer| {
        let today = chrono::Local::now().date_naive();
        summary = Some(demo::fill(writer, &size, seed, today)?);
        demo::together(writer, seed, today)
    })?;
    let summary = summary.expect("a profile that was made was filled");
    writer.checkpoint(store::Checkpoint::Truncate).map_err(problem)?;
    Ok(json!({
        "profile": profile.id(),
        "passphrase": crate::commands::demo::DEMO_PASSPHRASE,
        "observations": summary.observations,
        "lines": summary.lines,
    }))
}

/// Opens the profile that is named, else the one of the home folder that is not demo data, or the one there is.
fn open(home: &Home) -> Answer<(Profile, Key, Writer)> {
    let all = home.profiles().map_err(problem)?;
    let profile = match std::env::var("COACHLIGHT_PROFILE") {
        Ok(named) => all.iter().find(|profile| profile.id() == named),
        Err(_) => only(&all),
    };
    let Some(profile) = profile.cloned() else {
        let hint = "Name one of them in COACHLIGHT_PROFILE: a folder in `profiles`. `coachlight doctor` lists them.";
        return Err(Problem::new(
            Code::Invalid,
            "There is not exactly one profile in the home folder that this could be about. Nothing was done.",
        )
        .hint(hint));
    };
    let (key, writer) = open_profile(&profile)?;
    Ok((profile, key, writer))
}

fn only(all: &[Profile]) -> Option<&Profile> {
    let mut own = all.iter().filter(|profile| !profile.key_file().is_ok_and(|file| file.demo));
    match (own.next(), own.next(), all) {
        (Some(profile), None, _) | (None, None, [profile]) => Some(profile),
        _ => None,
    }
}

fn open_profile(profile: &Profile) -> Answer<(Key, Writer)> {
    let file = profile.key_file().map_err(problem)?;
    let key = file.open(&ask("Passphrase: ")?).map_err(problem)?;
    backup::before_upgrade(profile, &key, clock::read().wall_ms).map_err(problem)?;
    let mut writer = Writer::open(&profile.database(), &key, Box::new(System)).map_err(problem)?;
    lease::tend(&mut writer);
    Ok((key, writer))
}

/// Asks for the profile's passphrase without showing it, or takes it from the environment or from standard input.
fn ask(question: &str) -> Answer<String> {
    ask_for("COACHLIGHT_PASSPHRASE", question)
}

fn ask_for(variable: &str, question: &str) -> Answer<String> {
    if let Ok(secret) = std::env::var(variable) {
        return Ok(secret);
    }
    let refused = |_| Problem::new(Code::Invalid, "The secret could not be read. Nothing was done.");
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password(question).map_err(refused);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(refused)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn say(result: &Value, as_json: bool) {
    let text = match result {
        Value::Object(fields) if !as_json => {
            fields.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    };
    // A closed pipe is the reader's wish to hear no more.
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// A value for reading: of a list, each on a line of its own.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(|item| format!("\n  {}", plain(item))).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn complain(problem: &Problem, as_json: bool) {
    let text = if as_json {
        json!({ "problem": problem }).to_string()
    } else {
        format!("{} {}", problem.message, problem.hint.as_deref().unwrap_or_default())
    };
    drop(writeln!(std::io::stderr(), "{}", text.trim_end()));
}

fn exit_code(code: Code) -> u8 {
    match code {
        Code::Invalid | Code::NotFound | Code::Held | Code::Changed | Code::Locked | Code::Newer | Code::Internal => 1,
        Code::WrongSecret => 3,
        Code::KeyMissing | Code::Damaged => 4,
        Code::AlreadyRunning | Code::Busy => 5,
        Code::Disk | Code::File => 6,
        Code::Link => 7,
    }
}
