//! The commands that the page may call: convert in, call `actions`, convert out.
//!
//! `src-tauri/commands.txt` lists their names; a test compares the list with the ones collected here.

pub mod agreement;
pub mod attachments;
pub mod backups;
pub mod bring;
pub mod calendar;
pub mod calibration;
pub mod carried;
pub mod coach_note;
pub mod coaching_cycle;
pub mod coaching_request;
pub mod connection;
pub mod debrief;
pub mod demo;
pub mod ending;
pub mod erasing;
pub mod exchange;
pub mod join;
pub mod keep;
pub mod kinds;
pub mod lesson_prep;
pub mod log;
pub mod names;
pub mod observe;
mod observing_coach;
pub mod paper;
pub mod people;
pub mod print;
pub mod private_lines;
pub mod profile;
pub mod review;
pub mod roster;
pub mod rubric;
pub mod script;
pub mod sealed;
pub mod secrets;
pub mod setting;
pub mod shared;
pub mod sharing;
pub mod start;
pub mod steps;
pub mod sync_centre;
pub mod typed;
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
            sharing::shared_names,
            sharing::replace_shared_names,
            sharing::share_observation,
            sharing::stop_sharing,
            sharing::supervisor_sharing,
            sharing::share_with_supervisors,
            sharing::stop_sharing_with_supervisors,
            sharing::consented_sharing,
            sharing::show_to_person,
            sharing::stop_showing,
            names::names_in_texts,
            names::mark_no_name,
            names::student_names,
            names::add_student_names,
            names::remove_student_name,
            agreement::sharing_agreement,
            agreement::propose_agreement,
            agreement::accept_agreement,
            agreement::withdraw_agreement,
            agreement::tell_agreement,
            agreement::withdraw_coaching_consent,
            agreement::who_can_see,
            debrief::debrief,
            debrief::prepare_debrief,
            debrief::set_debrief_model,
            debrief::praise_line,
            debrief::begin_debrief,
            debrief::end_debrief,
            debrief::call_off_debrief,
            debrief::set_debrief_times,
            debrief::time_practice,
            debrief::agree_to_step,
            debrief::preview_debrief,
            debrief::share_debrief,
            debrief::stop_sharing_debrief,
            coaching_cycle::coaching_cycles,
            coaching_cycle::coaching_cycle,
            coaching_cycle::coaching_chain,
            coaching_cycle::plan_coaching_cycle,
            coaching_cycle::abandon_coaching_cycle,
            coaching_cycle::save_cycle_days,
            coaching_cycle::start_coaching_cycle,
            coaching_cycle::pause_coaching_cycle,
            coaching_cycle::resume_coaching_cycle,
            coaching_cycle::complete_coaching_cycle,
            coaching_cycle::next_stage,
            coaching_cycle::stage_before,
            coaching_cycle::remove_coaching_cycle,
            coaching_cycle::share_coaching_cycle,
            coaching_cycle::stop_sharing_coaching_cycle,
            coaching_cycle::decide_stage,
            coaching_cycle::keep_locked,
            coaching_cycle::save_goal,
            coaching_cycle::add_measure,
            coaching_cycle::remove_measure,
            coaching_cycle::coaching_cycle_of,
            coaching_cycle::set_coaching_cycle,
            coaching_cycle::preview_coaching_cycle,
            coaching_request::coaching_requests,
            coaching_request::ask_coach,
            coaching_request::accept_request,
            coaching_request::decline_request,
            kinds::kind_of_observation,
            kinds::starting_kind,
            kinds::start_kind,
            kinds::observation_of_kind,
            kinds::code_interval,
            kinds::switch_talk,
            kinds::keep_sweep,
            kinds::count_event,
            kinds::answer_item,
            kinds::start_walk,
            kinds::keep_room,
            kinds::remove_room,
            kinds::answer_in_room,
            observing_coach::observable_coaches,
            observing_coach::observe_coach,
            rubric::rubrics,
            rubric::save_rubric,
            rubric::lesson_rubric,
            rubric::mark_rubric_line,
            rubric::give_level,
            calibration::save_codes,
            calibration::compare_codes,
            observe::look_for_sets,
            observe::save_look_for_set,
            observe::choose_look_fors,
            attachments::attachments,
            attachments::add_attachment,
            attachments::save_attachment,
            attachments::remove_attachment,
            paper::begin_from_paper,
            paper::save_entered_line,
            paper::enter_line,
            paper::enter_sweep,
            paper::enter_interval,
            paper::enter_stretch,
            paper::enter_tally,
            paper::enter_item,
            script::save_draft,
            script::keep_line,
            script::edit_line,
            script::remove_entry,
            script::star_line,
            script::tag_line,
            script::mark_moment,
            script::paste_script,
            steps::steps,
            steps::step,
            steps::prep,
            steps::check_day,
            steps::propose_step,
            steps::set_step_look_for,
            steps::set_step_category,
            steps::set_step_check_date,
            steps::set_step_line,
            steps::agree_on_step,
            steps::practise_step,
            steps::drop_step,
            steps::replace_step,
            steps::replace_step_with,
            steps::remove_step,
            steps::check_step,
            steps::set_check_line,
            steps::remove_check,
            steps::set_step_result,
            typed::typed_words,
            typed::save_typed,
            typed::keep_typed,
            week::week,
            week::plan_visit,
            week::visit_series,
            week::plan_visit_series,
            week::last_time,
            week::change_visit,
            week::hold_visit,
            week::cancel_visit,
            week::plan_visit_again,
            week::remove_visit,
            week::cancel_visit_for,
            week::carry_visit_over,
            log::log_day,
            log::log_week,
            log::log_waiting,
            log::confirm_log_line,
            log::confirm_log_day,
            log::leave_out_log_line,
            log::take_log_time,
            log::keep_log_time,
            log::save_log_line,
            log::split_log_line,
            log::remove_log_line,
            log::resolve_log_overlap,
            people::people,
            people::person,
            people::look_for_trend,
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
            people::save_team_goal,
            people::remove_team_goal,
            people::add_team_measure,
            people::remove_team_measure,
            people::set_coaching,
            people::set_coaching_kind,
            people::role_conflicts,
            people::coaching_conflicts,
            people::settle_coaching,
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
            coach_note::coach_note,
            coach_note::begin_note,
            coach_note::replace_names,
            coach_note::note_names,
            coach_note::share_note,
            coach_note::stop_sharing_note,
            review::reviews,
            review::review_count,
            review::returned_questions,
            review::say_of_note,
            review::take_back_remark,
            review::mark_note_read,
            shared::shared_with_me,
            shared::shared_count,
            shared::shared_record,
            shared::acknowledge_record,
            shared::read_by,
            shared::save_archive,
            shared::stop_archive,
            ending::coaching_end,
            ending::end_coaching,
            ending::hand_over,
            ending::coached_before,
            ending::following_coach,
            ending::agree_to_hand_over,
            ending::consent_to,
            ending::consents,
            ending::say_consent,
            lesson_prep::lesson_preps,
            lesson_prep::save_lesson_prep,
            lesson_prep::hold_lesson_prep,
            lesson_prep::share_lesson_prep,
            lesson_prep::stop_sharing_lesson_prep,
            lesson_prep::remove_lesson_prep,
            print::print_observation,
            print::print_week,
            print::copy_summary,
            print::print_summary,
            sealed::seal_summary,
            sealed::open_sealed_summary,
            sealed::save_sealed_summary,
            sealed::suggested_summary_page,
            print::print_form,
            print::print_agreement,
            print::print_coaching_cycle,
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
