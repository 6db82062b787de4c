//! Blank forms on the command line: for a stack of paper in the bag, before a day without a computer.

use std::path::Path;

use report::{FormPage, Paper, Sheet};
use serde_json::{Value, json};
use store::profile::Home;

use crate::{
    files,
    pages::{self, Form, Language},
    state::{self, Answer, problem},
};

/// Writes a blank form. Only look-fors need a profile.
pub fn run(form: Form, file: &Path, language: Language, letter: bool, look_fors: bool) -> Answer<Value> {
    let look_fors = if look_fors { of_profile()? } else { Vec::new() };
    let language = report::Language::from(language);
    let page = FormPage {
        sheet: Sheet {
            paper: if letter { Paper::Letter } else { Paper::A4 },
            language: language.tag().to_owned(),
            footer: String::new(),
            made_on: String::new(),
            created: chrono::Local::now().fixed_offset(),
        },
        kind: form.into(),
        look_fors,
        rubric: None,
    };
    files::write(file, &report::form(&page).map_err(pages::problem)?)?;
    Ok(json!({ "form": file }))
}

fn of_profile() -> Answer<Vec<report::FormLookFor>> {
    let home = Home::hold(&state::home_folder()).map_err(problem)?;
    let (_profile, _key, writer) = super::open(&home)?;
    Ok(pages::latest_look_fors(writer.reader())?)
}
