//! What headers say. English headers as districts write them; anything else is left to the person.

use super::TargetField;

/// The meaning of a header, `Ignore` when it says nothing we know or something we never take.
pub(crate) fn meaning(header: &str) -> TargetField {
    if is_rating(header) || is_about_students(header) || super::links::kind(header).is_some() {
        return TargetField::Ignore;
    }
    let plain = plain(header);
    let known = KNOWN.iter().find(|(_, words)| words.contains(&plain.as_str()));
    if let Some((target, _)) = known {
        return *target;
    }
    if plain.contains("firstname") || plain.contains("givenname") {
        return TargetField::Given;
    }
    if plain.contains("lastname") || plain.contains("familyname") || plain.contains("surname") {
        return TargetField::Family;
    }
    if plain.contains("email") {
        return TargetField::Email;
    }
    TargetField::Ignore
}

/// Says whether a header names somebody's evaluation.
pub(crate) fn is_rating(header: &str) -> bool {
    let words = words(header);
    let names_rating = |word: &String| {
        ["rating", "ratings", "score", "scores", "evaluation", "evaluations", "eval", "appraisal", "effectiveness"]
            .contains(&word.as_str())
    };
    words.iter().any(names_rating)
        || ["teacherrating", "overallrating", "finalrating", "evaluationscore", "observationscore", "evalscore"]
            .contains(&plain(header).as_str())
}

/// Says whether a header is about students.
pub(crate) fn is_about_students(header: &str) -> bool {
    words(header).iter().any(|word| ["student", "students", "pupil", "pupils", "learner"].contains(&word.as_str()))
        || ["studentname", "studentid", "studentnumber"].contains(&plain(header).as_str())
}

/// A header without case, spaces and marks.
pub(crate) fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a header: cut at marks and at small-to-capital, as in `evalRating`.
fn words(header: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in header.chars() {
        let starts_word = c.is_uppercase() && was_small;
        if (starts_word || !c.is_alphanumeric()) && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words
}

const KNOWN: [(TargetField, &[&str]); 11] = [
    (TargetField::Given, &["first", "given", "forename", "fname"]),
    (TargetField::Family, &["last", "family", "lname"]),
    (
        TargetField::FullName,
        &[
            "name",
            "fullname",
            "teacher",
            "teachername",
            "staff",
            "staffname",
            "staffmember",
            "employee",
            "employeename",
            "educator",
            "educatorname",
            "displayname",
            "coachname",
        ],
    ),
    (TargetField::Email, &["mail", "workmail"]),
    (
        TargetField::ExternalId,
        &[
            "id",
            "staffid",
            "staffnumber",
            "employeeid",
            "employeenumber",
            "teacherid",
            "teachernumber",
            "localid",
            "externalid",
            "sourcedid",
            "userid",
            "personid",
        ],
    ),
    (
        TargetField::School,
        &["school", "schoolname", "building", "buildingname", "campus", "campusname", "site", "sitename"],
    ),
    (TargetField::Role, &["role", "title", "jobtitle", "position", "job", "assignment", "roletitle"]),
    (TargetField::Subject, &["subject", "subjects", "subjectarea", "content", "contentarea", "course", "coursename"]),
    (TargetField::Grade, &["grade", "grades", "gradelevel", "gradelevels", "gradeband"]),
    (TargetField::Period, &["period", "periods", "block", "classperiod"]),
    (TargetField::Room, &["room", "rooms", "roomnumber", "roomno", "classroom"]),
];
