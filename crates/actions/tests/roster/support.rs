//! A desk: one profile in a folder of its own. Every file is made here or in a test; none is a copy of somebody's data.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use actions::{
    Result,
    calendar::SaveYear,
    person,
    roster::{self, Ask, Counted, Imported, Reading, RoleAnswer, RosterPreview},
    session::{self, Begin},
};
use domain::RowId;
use exchange::mapping::ColumnMapping;
use store::{Seeded, Writer, key::Key};
use tempfile::TempDir;

/// Thursday 19 November 2026, noon in New York.
pub const NOON_MS: i64 = 1_795_107_600_000;
pub const DAY_MS: i64 = 86_400_000;

pub struct Desk {
    pub writer: Writer,
    folder: TempDir,
}

/// A school year as it is written by hand.
pub fn year(label: &str, starts: &str, ends: &str) -> SaveYear {
    SaveYear { id: None, label: label.into(), starts: starts.into(), ends: ends.into(), day_letters: String::new() }
}

/// A desk of a coach in Alder County, a district, with nobody else in it.
pub fn desk() -> Desk {
    desk_of("Alder County", "")
}

pub fn desk_of(organisation: &str, school: &str) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("profile.db"), &key(), clock(1, NOON_MS)).unwrap();
    let begin = Begin {
        given: "Robin".into(),
        family: "Vale".into(),
        organisation: organisation.into(),
        school: school.into(),
        zone: "America/New_York".into(),
    };
    session::begin(&mut writer, &begin).unwrap();
    Desk { writer, folder }
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}

fn clock(seed: u64, now_ms: i64) -> Box<Seeded> {
    Box::new(Seeded::new(seed, now_ms))
}

impl Desk {
    /// The same profile some days later.
    pub fn after_days(self, days: i64) -> Self {
        let Self { writer, folder } = self;
        drop(writer);
        let now = clock(2, NOON_MS + days * DAY_MS);
        let writer = Writer::open(&folder.path().join("profile.db"), &key(), now).unwrap();
        Self { writer, folder }
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn one_roster(&self, files: &Files) -> PathBuf {
        self.file("roster.zip", files.zip())
    }

    pub fn try_read(&mut self, path: &Path, mapping: Option<ColumnMapping>, roles: &[(&str, &str)]) -> Result<Reading> {
        let answer =
            |(source, target): &(&str, &str)| RoleAnswer { source: (*source).into(), target: (*target).into() };
        let ask = Ask { path: path.to_owned(), mapping, roles: roles.iter().map(answer).collect() };
        let now_ms = self.writer.now_ms();
        roster::read(self.writer.reader(), now_ms, &ask, &mut |_, _| Ok(()))
    }

    pub fn read(&mut self, path: &Path) -> Reading {
        self.try_read(path, None, &[]).unwrap()
    }

    pub fn preview(&mut self, files: &Files) -> RosterPreview {
        let path = self.one_roster(files);
        self.read(&path).view("token")
    }

    pub fn import_reading(&mut self, reading: &Reading, end_many: bool) -> Result<Imported> {
        roster::import(&mut self.writer, reading, end_many, &mut |_, _| Ok(()))
    }

    pub fn import_path(&mut self, path: &Path) -> Imported {
        let reading = self.read(path);
        self.import_reading(&reading, false).unwrap()
    }

    /// Imports a source; who is missing ends, however many.
    pub fn import(&mut self, files: &Files) -> Imported {
        let path = self.one_roster(files);
        let reading = self.read(&path);
        self.import_reading(&reading, true).unwrap()
    }

    pub fn add_person(&mut self, given: &str, family: &str, email: &str) -> RowId {
        let save = person::SavePerson {
            id: None,
            given: given.into(),
            family: family.into(),
            preferred: String::new(),
            pronouns: String::new(),
            email: email.into(),
        };
        person::save(&mut self.writer, &save).unwrap()
    }

    /// Everything in the typed rows, as one number.
    pub fn fingerprint(&self) -> [u8; 32] {
        store::rebuild::fingerprint(self.writer.reader()).unwrap()
    }

    pub fn names(&self) -> Vec<String> {
        store::person::all(self.writer.reader()).unwrap().iter().map(store::person::Person::name).collect()
    }

    pub fn person(&self, name: &str) -> store::person::Person {
        let mut all = store::person::all(self.writer.reader()).unwrap();
        all.retain(|person| person.name() == name);
        assert_eq!(all.len(), 1, "{name} is here {} times", all.len());
        all.remove(0)
    }

    /// The roles of a person as `code at school from–to`.
    pub fn roles(&self, name: &str) -> Vec<String> {
        let person = self.person(name).id;
        let reader = self.writer.reader();
        let mut roles = store::person::roles(reader).unwrap();
        roles.retain(|role| role.person == person);
        let mut words: Vec<String> = roles
            .iter()
            .map(|role| {
                let place = store::organisation::load(reader, role.organisation.unwrap()).unwrap().name;
                format!("{} at {place} {}–{}", role.code, role.starts, role.ends)
            })
            .collect();
        words.sort();
        words
    }

    pub fn section(&self, title: &str) -> store::person::Section {
        let mut all = store::person::sections(self.writer.reader(), None).unwrap();
        all.retain(|section| section.title == title);
        assert_eq!(all.len(), 1, "{title} is here {} times", all.len());
        all.remove(0)
    }

    /// The last day of a class; empty while it goes on.
    pub fn section_ends(&self, title: &str) -> String {
        let id = self.section(title).id;
        let mut ends = String::new();
        let at = domain::schema::section::ENTITY.fields.iter().position(|field| field.column == "ends").unwrap();
        store::export::each::<store::Error>(self.writer.reader(), domain::schema::section::ENTITY, |row| {
            if row.id == id {
                ends = row.values[at].text().unwrap_or_default().to_owned();
            }
            Ok(())
        })
        .unwrap();
        ends
    }
}

/// How many rows of a kind are added, changed, ended and the same.
pub fn counted(preview: &RosterPreview, entity: &str) -> (u32, u32, u32, u32) {
    let Counted { added, changed, ended, same, .. } = preview.counts.iter().find(|one| one.entity == entity).unwrap();
    (*added, *changed, *ended, *same)
}

/// Files by name, as text.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.to_owned(), text.to_owned());
        self
    }

    /// Replaces text that must be there.
    pub fn change(mut self, name: &str, from: &str, to: &str) -> Self {
        let text = &self.0[name];
        assert!(text.contains(from), "{name} has no {from}");
        let changed = text.replace(from, to);
        self.0.insert(name.to_owned(), changed);
        self
    }

    /// Takes every row out that holds a word.
    pub fn without_rows(mut self, name: &str, word: &str) -> Self {
        let text = &self.0[name];
        assert!(text.contains(word), "{name} has no {word}");
        let kept: String = text.lines().filter(|line| !line.contains(word)).map(|line| format!("{line}\n")).collect();
        self.0.insert(name.to_owned(), kept);
        self
    }

    /// Takes a person out of every file.
    pub fn without_person(self, id: &str) -> Self {
        let (user, elsewhere) = (format!("{id},"), format!(",{id},"));
        self.without_rows("users.csv", &user).without_rows("roles.csv", &elsewhere)
    }

    pub fn zip(&self) -> Vec<u8> {
        zip_of(self.0.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
    }
}

pub fn zip_of<'a>(entries: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub const MANIFEST: &str = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.classes,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.roles,bulk\nfile.users,bulk\n";
pub const USERS: &str =
    "sourcedId,status,dateLastModified,enabledUser,givenName,familyName,email,password,preferredGivenName\n";
pub const ROLES: &str =
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n";

/// A small district in OneRoster 1.2: a coach, ten teachers, a principal, a student and a parent.
pub fn district() -> Files {
    let mut users = format!(
        "{USERS}u1,,,true,Dana,Whitfield,dana@alder.example,S3cretOne,\n\
         u2,,,true,Marisol,Ortega,marisol@alder.example,,Mari\n\
         u3,,,true,Inés,Peña,ines@alder.example,,\n\
         u4,,,true,Paul,Renner,paul@alder.example,,\n\
         u8,,,true,Zoe,Pupilmark,zoe@pupils.example,Hidden8,\n\
         p1,,,true,Pat,Parentmark,pat@home.example,,\n"
    );
    let mut roles = format!(
        "{ROLES}r1,,,u1,primary,ext:coach,2026-08-17,2027-06-05,s1\n\
         r1b,,,u1,secondary,ext:coach,2026-08-17,,s2\n\
         r2,,,u2,primary,teacher,,,s1\n\
         r3,,,u3,primary,teacher,,9999-12-31,s2\n\
         r4,,,u4,primary,siteAdministrator,,,s1\n\
         r8,,,u8,primary,student,,,s1\n\
         rp,,,p1,primary,parent,,,s1\n"
    );
    for at in 11..19 {
        users.push_str(&format!("t{at},,,true,Given{at},Family{at},t{at}@alder.example,,\n"));
        roles.push_str(&format!("rt{at},,,t{at},primary,teacher,,,s2\n"));
    }
    Files(BTreeMap::new())
        .with("manifest.csv", MANIFEST)
        .with(
            "orgs.csv",
            "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n\
             d1,,,Alder County,district,0100001,\n\
             s1,,,Birch Elementary,school,010000100001,d1\n\
             s2,,,Cedar Middle,school,010000100002,d1\n",
        )
        .with("users.csv", &users)
        .with("roles.csv", &roles)
        .with(
            "classes.csv",
            "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n\
             c1,,,Math 5A,05,,5A,scheduled,Room 12,s1,,Mathematics,,\"1,2\"\n\
             c2,,,Reading 6B,06,,6B,scheduled,Room 3,s2,,English,,3\n",
        )
        .with(
            "enrollments.csv",
            "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n\
             e1,,,c1,s1,u2,teacher,true,2026-08-17,\n\
             e2,,,c2,s2,u3,teacher,true,,\n\
             e8,,,c1,s1,u8,student,false,,\n",
        )
}

/// Only what changed since: the same district's delta with these rows.
pub fn delta(users: &str, roles: &str) -> Files {
    Files(BTreeMap::new())
        .with(
            "manifest.csv",
            "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,delta\nfile.roles,delta\n",
        )
        .with("users.csv", &format!("{USERS}{users}"))
        .with("roles.csv", &format!("{ROLES}{roles}"))
}

/// A workbook with one sheet of texts, in the smallest form that spreadsheet programs open.
pub fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet =
        String::from(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#);
    for (row, cells) in rows.iter().enumerate() {
        sheet.push_str(&format!(r#"<row r="{}">"#, row + 1));
        for (column, cell) in cells.iter().enumerate() {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            sheet.push_str(&format!(r#"<c r="{letter}{}" t="inlineStr"><is><t>{cell}</t></is></c>"#, row + 1));
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    zip_of(parts.iter().map(|(name, text)| (*name, text.as_bytes())))
}
