//! Builders of small files. Every fixture is made here or in a test; none is a copy of somebody's data.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use exchange::draft::RosterDraft;
use exchange::oneroster::{self, Options};
use exchange::problem::{FileProblem, FileProblemCode};
use exchange::source::{self, Limits, Source};
use zip::write::SimpleFileOptions;

/// Files by name, as text.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.to_owned(), text.as_bytes().to_vec());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// Replaces text that must be there.
    pub fn change(mut self, name: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.0[name].clone()).expect("fixtures are text");
        assert!(text.contains(from), "{name} has no {from}");
        self.0.insert(name.to_owned(), text.replace(from, to).into_bytes());
        self
    }

    pub fn rename(mut self, from: &str, to: &str) -> Self {
        let bytes = self.0.remove(from).expect("the file is there");
        self.0.insert(to.to_owned(), bytes);
        self
    }

    pub fn zip(&self) -> Vec<u8> {
        self.zip_under("")
    }

    pub fn zip_under(&self, folder: &str) -> Vec<u8> {
        let entries: Vec<(String, &[u8])> =
            self.0.iter().map(|(n, b)| (format!("{folder}{n}"), b.as_slice())).collect();
        zip_of(&entries)
    }

    pub fn source(&self) -> Source {
        source::from_bytes("roster.zip", self.zip(), &Limits::default()).expect("opens")
    }

    pub fn draft(&self) -> RosterDraft {
        oneroster::read(&self.source(), &Options::default())
    }
}

pub fn zip_of(entries: &[(String, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("starts");
        writer.write_all(bytes).expect("writes");
    }
    writer.finish().expect("finishes").into_inner()
}

/// The entries of a zip, unpacked.
pub fn zip_parts(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("a zip");
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).expect("an entry");
            let name = entry.name().expect("a name").into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("readable");
            (name, bytes)
        })
        .collect()
}

/// The problem of a kind at a place; the test fails when there is none.
pub fn problem_at(problems: &[FileProblem], code: FileProblemCode, row: u32, column: &str) -> FileProblem {
    problems
        .iter()
        .find(|p| p.code == code && p.row == Some(row) && p.column.as_deref() == Some(column))
        .unwrap_or_else(|| panic!("no {code:?} at {row}/{column} in {problems:#?}"))
        .clone()
}

pub fn has(problems: &[FileProblem], code: FileProblemCode) -> bool {
    problems.iter().any(|p| p.code == code)
}

const MANIFEST_1_2: &str = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.academicSessions,bulk\nfile.classes,bulk\nfile.courses,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.roles,bulk\nfile.users,bulk\nfile.demographics,absent\n";

const COURSES_1_2: &str = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n\
             k1,,,y1,Mathematics 5,M5,05,d1,Mathematics,02035\n";

/// A small district in OneRoster 1.2: one coach, two teachers, one principal, two students, one parent.
pub fn district() -> Files {
    Files(BTreeMap::new())
        .with("manifest.csv", MANIFEST_1_2)
        .with(
            "orgs.csv",
            "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n\
             d1,,,Alder County,district,0100001,\n\
             s1,,,Birch Elementary,school,010000100001,d1\n\
             s2,,,Cedar Middle,school,010000100002,d1\n",
        )
        .with(
            "academicSessions.csv",
            "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n\
             y1,,,2026-27,schoolYear,2026-08-17,2027-06-05,,2027\n\
             t1,,,Autumn,semester,2026-08-17,2027-01-16,y1,2027\n",
        )
        .with("courses.csv", COURSES_1_2)
        .with(
            "classes.csv",
            "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n\
             c1,,,Math 5A,,k1,5A,scheduled,Room 12,s1,\"y1,t1\",,,\"1,2\"\n\
             c2,,,Reading 6B,06,,6B,scheduled,Room 3,s2,t1,English,,3\n",
        )
        .with(
            "users.csv",
            "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n\
             u1,,,true,dana,,Dana,Whitfield,,,dana@alder.example,,,,,S3cretOne,,,,,s1,she/her\n\
             u2,,,true,marisol,,Marisol,Ortega,,,marisol@alder.example,,,,,,,Mari,,,s1,\n\
             u3,,,true,ines,,Inés,Peña,,,ines@alder.example,,,,,,,,,,s2,\n\
             u4,,,TRUE,paul,,Paul,Renner,,,paul@alder.example,,,,,,,,,,s1,\n\
             u8,,,true,zoestudent,,Zoe,Marker,,,zoe@pupils.example,,,,05,Hidden8,,,,,s1,\n\
             u9,,,true,yanstudent,,Yan,Marker,,,yan@pupils.example,,,,05,,,,,,s1,\n\
             p1,,,true,parent,,Pat,Marker,,,pat@home.example,,,,,,,,,,s1,\n",
        )
        .with(
            "roles.csv",
            "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n\
             r1,,,u1,primary,ext:coach,2026-08-17,2027-06-05,s1,\n\
             r1b,,,u1,secondary,ext:coach,2026-08-17,,s2,\n\
             r2,,,u2,primary,teacher,,,s1,\n\
             r3,,,u3,primary,teacher,,9999-12-31,s2,\n\
             r4,,,u4,primary,siteAdministrator,,,s1,\n\
             r8,,,u8,primary,student,,,s1,\n\
             r9,,,u9,primary,student,,,s1,\n\
             rp,,,p1,primary,parent,,,s1,\n",
        )
        .with(
            "enrollments.csv",
            "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n\
             e1,,,c1,s1,u2,teacher,true,2026-08-17,\n\
             e2,,,c2,s2,u3,teacher,TRUE,,\n\
             e3,,,c1,s1,u3,teacher,false,,\n\
             e8,,,c1,s1,u8,student,false,,\n\
             e9,,,c1,s1,u9,student,false,,\n",
        )
}

/// The same kind of district in OneRoster 1.1, where the role stands beside the user.
pub fn district_1_1() -> Files {
    Files(BTreeMap::new())
        .with(
            "manifest.csv",
            "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\nfile.orgs,bulk\r\nfile.users,bulk\r\nfile.classes,absent\r\n",
        )
        .with(
            "orgs.csv",
            "\u{feff}sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\n\
             s1,,,Birch Elementary,school,,\r\ns2,,,Cedar Middle,school,,\r\n",
        )
        .with(
            "users.csv",
            "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n\
             u1,,,true,\"s1,s2\",administrator,dana,{LDAP:12},Dana,Whitfield,,,dana@alder.example,,,,,S3cretOne\n\
             u2,,,true,s1,teacher,marisol,,Marisol,Ortega,,,marisol@alder.example,,,,,\n\
             u8,,,true,s1,student,zoestudent,,Zoe,Marker,,,zoe@pupils.example,,,,05,Hidden8\n\
             p1,,,true,s1,guardian,pat,,Pat,Marker,,,,,,u8,,\n",
        )
}

/// A workbook with one sheet of texts, in the smallest form that spreadsheet programs open.
pub fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet =
        String::from(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#);
    for (row, cells) in rows.iter().enumerate() {
        sheet.push_str(&format!(r#"<row r="{}">"#, row + 1));
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(column).expect("few columns")), row + 1);
            match cell.parse::<f64>() {
                Ok(number) => sheet.push_str(&format!(r#"<c r="{place}"><v>{number}</v></c>"#)),
                Err(_) => sheet.push_str(&format!(r#"<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>"#)),
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    workbook_around(&sheet)
}

/// A workbook around the XML of its one sheet.
pub fn workbook_around(sheet: &str) -> Vec<u8> {
    let part = |name: &str, text: &'static str| (name.to_owned(), text.as_bytes());
    zip_of(&[
        part(
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        part(
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        part(
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        part(
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml".to_owned(), sheet.as_bytes()),
    ])
}

/// The files that none of us wrote, where this checkout has them beside it.
pub fn shared_data(folder: &str) -> Option<std::path::PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("NOT TRIED: ../shared/data/{folder} is not beside this checkout, so no real file was read by this test.");
    None
}
