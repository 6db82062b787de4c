//! An observation of one of the other kinds, as a page.

use actions::{
    Result,
    kind::{
        self, CodeShare, IntervalView, KindView, LearningWalkView, Recorded as Shown, ScanView, TalkView, TallyView,
    },
};
use domain::{RowId, clock::Reading, kind::Purpose, time, walk::ItemValue};
use report::{
    Counted, KindPage, PageKind, PrintedItem, PrintedPattern, PrintedRoom, PrintedShare, PrintedSweep, PrintedTalk,
    Recorded,
};
use store::Connection;

use super::sheet;

/// Returns an observation of another kind as a page; nothing where its own page is the script's.
pub fn kind(reader: &Connection, id: RowId, now: &Reading) -> Result<Option<KindPage>> {
    let KindView { lesson, purpose, note, recorded, .. } = kind::view(reader, id, now)?;
    let is_walk = matches!(recorded, Shown::LearningWalk(_));
    let Some(recorded) = printed(recorded) else { return Ok(None) };
    Ok(Some(KindPage {
        sheet: sheet(reader, now.wall_ms, PageKind::Observation)?,
        // A learning walk is about nobody.
        title: lesson.teacher.filter(|_| !is_walk).map(|teacher| teacher.name).unwrap_or_default(),
        subtitle: super::joined([lesson.context, lesson.focus]),
        school: lesson.school,
        date_long: lesson.day,
        started: lesson.started,
        ended: lesson.ended.unwrap_or_default(),
        duration: time::stretch(lesson.elapsed_ms.into()),
        entered: lesson.entered.unwrap_or_default(),
        is_calibration: purpose == Purpose::Calibration,
        note,
        recorded,
    }))
}

fn printed(recorded: Shown) -> Option<Recorded> {
    Some(match recorded {
        Shown::Walkthrough(view) => Recorded::Walkthrough {
            items: view
                .items
                .into_iter()
                .map(|item| PrintedItem { letter: item.letter, text: item.text, value: code(item.value) })
                .collect(),
            seen: view.seen,
            applicable: view.applicable,
            open: view.open,
            percent: view.percent,
        },
        Shown::Interval(view) => interval(view),
        Shown::TalkTimer(view) => talk(view),
        Shown::Scan(view) => scan(view),
        Shown::Tally(view) => tally(view),
        Shown::LearningWalk(view) => walk(view),
        Shown::Other {} => return None,
    })
}

fn code(value: Option<ItemValue>) -> String {
    value.map_or("", ItemValue::code).to_owned()
}

fn interval(view: IntervalView) -> Recorded {
    let letters = |number: u32| {
        let mark = view.marks.iter().find(|mark| mark.number == number);
        mark.map(|mark| mark.letters.clone()).unwrap_or_default()
    };
    Recorded::Interval {
        method: view.method.code().to_owned(),
        seconds: view.seconds,
        held: view.held,
        answered: view.answered,
        missed: view.missed,
        marks: (1..=view.held).map(letters).collect(),
        shares: view.shares.into_iter().map(share).collect(),
    }
}

fn share(share: CodeShare) -> PrintedShare {
    PrintedShare {
        letter: share.letter,
        label: share.label,
        of: share.marks,
        among: share.answered,
        percent: share.percent,
        between: share.between,
    }
}

fn talk(view: TalkView) -> Recorded {
    let total = |total: kind::TalkTotal| PrintedTalk {
        letter: total.letter,
        label: total.label,
        lasted: time::stretch(total.lasted_ms.into()),
        percent: total.percent,
    };
    Recorded::TalkTimer { totals: view.totals.into_iter().map(total).collect(), overlap: view.overlap }
}

fn scan(view: ScanView) -> Recorded {
    let sweep = |sweep: kind::SweepView| PrintedSweep {
        time: sweep.time,
        seen: sweep.seen,
        on_task: sweep.on_task,
        percent: sweep.percent,
    };
    Recorded::Scan {
        sweeps: view.sweeps.into_iter().map(sweep).collect(),
        seen: view.seen,
        on_task: view.on_task,
        percent: view.percent,
    }
}

fn tally(view: TallyView) -> Recorded {
    let counted = |total: kind::TallyTotal| Counted {
        letter: total.letter,
        label: total.label,
        count: total.count,
        rate: total.rate,
        by_seat: total.by_seat,
    };
    Recorded::Tally { totals: view.totals.into_iter().map(counted).collect(), by_seat: view.by_seat, count: view.count }
}

fn walk(view: LearningWalkView) -> Recorded {
    let room = |room: kind::RoomView| PrintedRoom {
        name: [room.subject, room.grade].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        values: room.values.into_iter().map(code).collect(),
    };
    let pattern = |pattern: kind::PatternView| PrintedPattern { seen: share(pattern.seen), partial: pattern.partial };
    Recorded::LearningWalk {
        rooms: view.rooms.into_iter().map(room).collect(),
        patterns: view.patterns.into_iter().map(pattern).collect(),
    }
}
