//! The register on both engines: every scenario on SQLite and on PostgreSQL.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may stop where it fails"
)]

mod accounts;
mod codes;
mod fixture;
mod posts;
mod restored;
mod sessions;
mod staff;
mod tokens;

docket::both_engines! {
    scratch => &fixture::people(&scratch.url).await;
    accounts::an_account_reads_back_and_is_found;
    accounts::what_is_personal_is_not_in_the_tables;
    accounts::what_is_taken_is_said_with_all_else_that_is_wrong;
    accounts::a_minor_is_registered_by_a_guardian_of_age;
    accounts::contact_changes_and_keeps_what_signs_in;
    accounts::a_company_has_agents;
    accounts::seeds_keep_their_numbers_and_the_counter_stays_clear;
    accounts::accounts_are_listed_and_paged;
    posts::posts_are_held_and_ended;
    posts::a_post_that_cannot_be_is_refused_with_all_its_faults;
    posts::who_stands_in_acts_for_somebody;
    posts::leave_is_seen_where_posts_are;
    posts::a_draw_sees_who_holds_which_post_with_leave_and_bonds;
    posts::declared_interests_are_met_by_number_or_name;
    codes::a_code_signs_in_once;
    codes::codes_come_at_a_measured_pace;
    codes::wrong_tries_end_a_code;
    codes::a_code_runs_out_and_gives_way_to_the_next;
    codes::one_code_used_twice_at_once_wins_once;
    codes::registering_costs_the_code_and_refusals_cost_tries;
    staff::signing_in_for_the_first_time;
    staff::a_step_is_used_once_and_recovery_codes_too;
    staff::wrong_passwords_lock_for_longer_and_longer;
    staff::guesses_at_once_get_no_more_tries;
    staff::who_is_unknown_is_told_the_same;
    staff::changing_a_password_ends_other_sessions;
    staff::a_reset_starts_over;
    staff::one_recovery_code_or_totp_at_once_wins_once;
    staff::recovery_codes_are_renewed_against_a_code;
    sessions::a_session_goes_on_and_ends;
    sessions::another_browser_ends_it;
    sessions::the_acting_post_is_chosen_and_lapses;
    sessions::devices_are_listed_and_signed_out;
    sessions::a_closed_account_is_out_at_once;
    sessions::csrf_belongs_to_one_session;
    sessions::last_use_is_written_once_a_minute;
    sessions::what_ran_out_is_swept;
    tokens::tokens_are_shown_once_and_end;
    tokens::links_name_one_account;
    tokens::a_sign_in_elsewhere_comes_back_once_to_the_same_browser;
    sessions::who_acts_for_another_does_so_while_they_may;
    staff::wrong_tries_elsewhere_do_not_lock_a_known_device;
    staff::tries_at_many_names_lock_where_they_come_from;
    tokens::the_journal_tells_what_happened_and_pages;
}
