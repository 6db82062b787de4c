//! Journeys of a first day, by keyboard alone in the real web view.

use crate::support::{profile, recovery, window::Desk};

#[test]
fn a_first_start_makes_a_profile_and_tests_that_the_recovery_code_was_kept() {
    let desk = Desk::new(1366, 768);
    let driver = desk.drive();
    let keys = &desk.keyboard;

    driver.wait_for_words("Try with demo data");
    desk.tab_to(&driver, "Try with demo data");
    keys.press("Down");
    keys.press("Enter");
    driver.wait_for_words("Passphrase again");
    for (label, words) in [
        ("Given name", "Dana"),
        ("Family name", "Whitfield"),
        ("Organisation", "Riverbend USD"),
        ("School", "Juniper Middle"),
        ("Passphrase", profile::PASSPHRASE),
        ("Passphrase again", profile::PASSPHRASE),
    ] {
        desk.tab_to(&driver, label);
        desk.write_into_field(&driver, words);
    }
    keys.press("Enter");
    recovery::keep(&desk, &driver);
    desk.tab_to(&driver, "Go to This week");
    keys.press("Enter");
    driver.wait_for_words("All work saved on this computer");

    // A first teacher by a typed name, in one Enter, and the lesson is being written.
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(&driver, "amir haddad");
    driver.wait_for_words("Add");
    keys.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    keys.write("t good morning\n");
    driver.wait_for_words("good morning");
    drop(driver);

    let (writer, _) = profile::open(&desk.home());
    let people = store::person::all(writer.reader()).unwrap();
    assert!(people.iter().any(|person| person.family.eq_ignore_ascii_case("haddad")));
}

#[test]
fn a_roster_is_looked_at_imported_and_taken_back() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let file = desk.everything().join("roster.csv");
    std::fs::write(
        &file,
        "First name,Last name,Email,School,Role,Password\n\
         Zuri,Okonkwo,zuri@riverbend.example,Juniper Middle,Teacher,hunter2\n\
         Mats,Lindgren,mats@riverbend.example,Juniper Middle,Teacher,hunter3\n",
    )
    .unwrap();
    let before = store::person::all(&profile::reader(&desk.home())).unwrap().len();

    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("p");
    driver.wait_for_words("Amir Haddad");
    keys.press("i");
    driver.wait_for_words("Nothing is stored until you import");
    desk.tab_to(&driver, "File or folder");
    desk.write_into_field(&driver, file.to_str().unwrap());
    keys.press("Enter");
    driver.wait_for_words("What would change");
    driver.wait_for_words("Zuri");
    assert_eq!(store::person::all(&profile::reader(&desk.home())).unwrap().len(), before, "a dry run stores nothing");
    desk.tab_to(&driver, "Import");
    keys.press("Enter");
    driver.wait_for_words("The roster is imported");
    assert_eq!(store::person::all(&profile::reader(&desk.home())).unwrap().len(), before + 2);
    desk.tab_to(&driver, "Undo the import");
    keys.press("Enter");
    driver.wait_for_words("The import is undone");
    drop(driver);

    assert_eq!(store::person::all(&profile::reader(&desk.home())).unwrap().len(), before);
}
