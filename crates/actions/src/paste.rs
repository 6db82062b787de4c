//! Taking in a script that was written elsewhere: its lines with their times.

use chrono::Timelike;
use domain::{
    RowId,
    clock::Reading,
    schema::{gap, line, observation, wondering},
    script::{self, Speaker},
    time,
};
use exchange::pasted_script::{PastedLine, PastedSpeaker, PastedTime, parse};
use store::{Tx, Writer, observation as stored};

use crate::{
    Error, Result, capture,
    observation::{small, zone},
};

/// The most lines that one paste may bring.
const MOST_LINES: usize = 5_000;

/// Adds the lines of a pasted script at their own times, as one act, and returns how many there were.
///
/// A time of day means that time on the observation's day, in its zone; a time from the beginning counts from its start.
/// A line without a time stands with the one before it; the first ones with the first that has a time, else at the end of
/// the script so far. When the script begins before the observation does and nothing is written yet, the observation begins with the script.
/// Words after `//` become private wonderings here too.
///
/// # Errors
/// When the observation is not open, or there is nothing or too much in the text.
pub fn paste(writer: &mut Writer, now: &Reading, id: RowId, text: &str) -> Result<u32> {
    let mut found = capture::open(writer.reader(), id)?;
    let lines: Vec<PastedLine> = parse(text).into_iter().filter(|line| !line.text.is_empty()).collect();
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Err(Error::invalid("text", "There are no lines in this text, or more than 5,000. Nothing was added."));
    }
    let reader = writer.reader();
    let is_blank = stored::lines(reader, id)?.is_empty() && stored::wonderings(reader, id)?.is_empty();
    let earliest = lines.iter().filter_map(|line| instant(&found, line)).min();
    let end = stored::last_offset(writer.reader(), id)?;
    let begins = earliest.filter(|moment| is_blank && *moment < found.started_ms);
    writer.act(id, "Paste a script", |tx| {
        if let Some(begins) = begins {
            begin_earlier(tx, &found, begins)?;
            found.started_ms = begins;
        }
        let offset = |pasted| instant(&found, pasted).map(|moment| (moment - found.started_ms).max(0));
        let mut last = lines.iter().find_map(offset).unwrap_or(end);
        for pasted in &lines {
            let offset_ms = offset(pasted).unwrap_or(last);
            last = offset_ms;
            add(tx, &found, pasted, offset_ms, &now.boot)?;
        }
        Ok(small(lines.len()))
    })
}

/// Moves the start of an observation back. The gaps that it has keep their times of day.
fn begin_earlier(tx: &mut Tx<'_>, found: &stored::Observation, begins: i64) -> Result<()> {
    let earlier_ms = found.started_ms - begins;
    for pause in stored::gaps(tx.reader(), found.id)? {
        tx.set(gap::ENTITY, pause.id, gap::FROM_MS, (pause.from_ms + earlier_ms).into())?;
        if let Some(to_ms) = pause.to_ms {
            tx.set(gap::ENTITY, pause.id, gap::TO_MS, (to_ms + earlier_ms).into())?;
        }
    }
    Ok(tx.set(observation::ENTITY, found.id, observation::STARTED_MS, begins.into())?)
}

fn instant(found: &stored::Observation, line: &PastedLine) -> Option<i64> {
    match line.time? {
        PastedTime::Offset(seconds) => Some(found.started_ms + i64::from(seconds) * 1_000),
        PastedTime::Clock(seconds) => {
            let zone = zone(found);
            let date = time::local(found.started_ms, zone).date_naive();
            let moment = chrono::NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?;
            let minute = moment.hour() * 60 + moment.minute();
            Some(time::instant(date, minute, zone) + i64::from(moment.second()) * 1_000)
        }
    }
}

fn add(tx: &mut Tx<'_>, found: &stored::Observation, pasted: &PastedLine, offset_ms: i64, boot: &str) -> Result<()> {
    let halves = script::split(&pasted.text);
    let parsed = script::parse(&halves.evidence);
    let speaker = pasted.speaker.map(speaker).or(parsed.speaker).unwrap_or_default();
    let wall_ms = found.started_ms + offset_ms;
    let mut of_line = None;
    if !parsed.text.is_empty() {
        let id = tx.new_id();
        tx.create(
            line::ENTITY,
            id,
            vec![
                (line::OBSERVATION, found.id.into()),
                (line::OFFSET_MS, offset_ms.into()),
                (line::WALL_MS, wall_ms.into()),
                (line::BOOT, boot.into()),
                (line::SPEAKER, speaker.to_string().into()),
                (line::TEXT, parsed.text.into()),
                (line::STARRED, parsed.starred.into()),
            ],
        )?;
        of_line = Some(id);
    }
    if let Some(words) = halves.wondering.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
        let id = tx.new_id();
        tx.create(
            wondering::ENTITY,
            id,
            vec![
                (wondering::OBSERVATION, found.id.into()),
                (wondering::OFFSET_MS, offset_ms.into()),
                (wondering::WALL_MS, wall_ms.into()),
                (wondering::TEXT, words.into()),
                (wondering::LINE, of_line.into()),
            ],
        )?;
    }
    Ok(())
}

fn speaker(pasted: PastedSpeaker) -> Speaker {
    match pasted {
        PastedSpeaker::Teacher => Speaker::Teacher,
        PastedSpeaker::Student => Speaker::Student,
        PastedSpeaker::Students => Speaker::Students,
        PastedSpeaker::Seat(seat) => Speaker::Seat(seat),
    }
}
