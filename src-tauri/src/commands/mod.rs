//! The commands that the page may call: convert in, call `actions`, convert out.
//!
//! `src-tauri/commands.txt` lists their names; a test compares the list with the ones collected here.

pub mod attachments;
pub mod backups;
pub mod bring;
pub mod calendar;
pub mod carried;
pub mod connection;
pub mod demo;
pub mod erasing;
pub mod exchange;
pub mod join;
pub mod keep;
pub mod observe;
pub mod people;
pub mod print;
pub mod private_lines;
pub mod profile;
pub mod roster;
pub mod script;
pub mod secrets;
pub mod setting;
pub mod sharing;
pub mod start;
pub mod sync_centre;
pub mod week;
pub mod window;

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

/// Collects every command with its types.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one list of every command")]
pub fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .error_handling(ErrorHandlingMode::Throw)
        .typ::<crate::events::Announcement>()
        .commands(collect_commands![
            start::start,
            profile::create_profile,
            secrets::confirm_recovery,
            profile::unlock,
            profile::unlock_with_recovery,
            profile::lock,
            secrets::change_passphrase,
            secrets::renew_recovery,
            secrets::set_remembered,
            demo::create_demo,
            demo::remove_demo,
            profile::session,
            start::paint_ready,
            profile::activity,
            window::open_window,
            window::set_presenting,
            setting::settings,
            setting::set_settings,
            setting::abbreviations,
            keep::search,
            keep::undo,
            keep::redo,
            keep::recently_removed,
            keep::bring_back,
            erasing::erase,
            erasing::erasing,
            erasing::finish_erasing,
            erasing::stop_erasing,
            exchange::exchange_state,
            exchange::exchange_now,
            sync_centre::attention,
            sync_centre::choose_between,
            sync_centre::custody,
            sync_centre::waiting,
            sync_centre::receipts,
            sync_centre::find_receipt,
            sync_centre::ready_for_offline,
            sync_centre::history,
            sync_centre::restore_version,
            carried::stick_state,
            carried::save_to_stick,
            carried::stop_saving_to_stick,
            carried::look_at_stick,
            carried::load_from_stick,
            carried::carry_from_stick,
            join::read_invitation,
            join::join_organisation,
            join::join_again,
            join::leave_joining,
            bring::other_profiles,
            bring::look_at_profile,
            private_lines::look_at_private_lines,
            private_lines::bring_private_lines,
            private_lines::leave_private_lines,
            bring::bring_work,
            bring::leave_profile,
            connection::test_connection,
            connection::authorities,
            connection::add_authority,
            connection::remove_authority,
            connection::devices,
            connection::retire_device,
            connection::invite_computer,
            connection::use_code,
            connection::save_invitation,
            backups::backups,
            backups::backups_here,
            backups::back_up,
            backups::remove_backup,
            backups::restore_backup,
            backups::stop_restoring,
            backups::check_data,
            backups::stop_checking,
            keep::choose_file,
            keep::choose_save,
            keep::suggested_file,
            observe::observations,
            observe::start_observation,
            observe::open_observation,
            observe::close_observation,
            observe::set_observation,
            observe::remove_observation,
            observe::pause_observation,
            observe::resume_observation,
            observe::tick_observation,
            observe::finish_observation,
            observe::reopen_observation,
            sharing::observation_sharing,
            sharing::preview_share,
            sharing::share_observation,
            sharing::stop_sharing,
            observe::look_for_sets,
            observe::save_look_for_set,
            observe::choose_look_fors,
            attachments::attachments,
            attachments::add_attachment,
            attachments::save_attachment,
            attachments::remove_attachment,
            script::save_draft,
            script::keep_line,
            script::edit_line,
            script::remove_entry,
            script::star_line,
            script::tag_line,
            script::mark_moment,
            script::paste_script,
            week::week,
            week::plan_visit,
            week::change_visit,
            week::hold_visit,
            week::cancel_visit,
            week::plan_visit_again,
            week::remove_visit,
            people::people,
            people::person,
            people::teachers,
            people::add_teacher,
            people::add_person,
            people::save_person,
            people::remove_person,
            people::save_role,
            people::save_class,
            people::remove_class,
            people::save_team,
            people::remove_team,
            people::set_coaching,
            people::schools,
            people::save_school,
            calendar::calendar,
            calendar::save_school_year,
            calendar::save_calendar_day,
            calendar::clear_calendar_day,
            roster::preview_roster,
            roster::import_roster,
            roster::cancel_preview,
            roster::imports,
            roster::undo_import,
            roster::preview_calendar,
            roster::import_calendar,
            print::print_observation,
            print::print_week,
            print::print_recovery,
        ])
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// Writes generated files when asked to, and compares them otherwise.
    fn is_current(path: &str, fresh: &str) -> bool {
        let path = root().join(path);
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, fresh).unwrap();
        }
        fs::read_to_string(path).unwrap_or_default() == fresh
    }

    fn bindings() -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        super::builder().export(specta_typescript::Typescript::default(), &file).unwrap();
        // The page's own way to Rust: it makes a `Problem` of a refusal, and tests put another one in its place.
        fs::read_to_string(file).unwrap().replace("\"@tauri-apps/api/core\"", "\"./api/ipc\"")
    }

    #[test]
    fn the_generated_types_of_the_page_are_current() {
        assert!(is_current("ui/src/lib/bindings.ts", &bindings()), "run `cargo xtask generate`");
    }

    #[test]
    fn the_generated_schema_is_current() {
        assert!(is_current("docs/schema.sql", &store::schema_text().unwrap()), "run `cargo xtask generate`");
    }

    #[test]
    fn the_list_of_commands_names_each_collected_command_once() {
        let bindings = bindings();
        let mut collected: Vec<&str> =
            bindings.split(">(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let list = fs::read_to_string(root().join("src-tauri/commands.txt")).unwrap();
        let mut listed: Vec<&str> =
            list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        collected.sort_unstable();
        listed.sort_unstable();
        assert!(!collected.is_empty());
        assert_eq!(listed, collected);
    }
}
