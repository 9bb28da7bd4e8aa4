//! The door in process: real pages over a real docket, asked as a browser asks.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic and print"
)]

mod asked;
mod bench;
mod browser;
mod denied;
mod files;
mod filing;
mod guided;
mod house;
mod letters;
mod old_cases;
mod people;
mod provider;
mod refused;
mod registry;
mod relays;
mod strangers;
mod vouched;

/// Declares each scenario as a test on SQLite, and one test that runs all of them on PostgreSQL.
macro_rules! both_engines {
    ($($scenario:path => $name:ident;)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let scratch = docket::testing::sqlite().unwrap();
                $scenario(crate::browser::House::open(&scratch.url).await).await;
            })*
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn every_scenario_on_postgres() {
            $({
                println!("{}", stringify!($name));
                let scratch = docket::testing::postgres().unwrap();
                $scenario(browser::House::open(&scratch.url).await).await;
            })*
        }
    };
}

both_engines! {
    crate::bench::a_panel_with_an_assessor_is_drawn_from_the_page => a_panel_with_an_assessor_is_drawn_from_the_page;
    crate::bench::a_judge_is_replaced_by_one_who_asks_another_who_decides_and_a_draw => a_judge_is_replaced_by_a_draw;
    crate::bench::a_proposal_to_name_a_judge_can_be_declined => a_proposal_to_name_a_judge_can_be_declined;
    crate::bench::the_same_complaint_again_gets_the_same_judge => the_same_complaint_again_gets_the_same_judge;
    crate::bench::nobody_left_is_listed_and_goes_to_the_vice_president => nobody_left_is_listed;
    crate::bench::a_recusal_not_granted_is_reconsidered => a_recusal_not_granted_is_reconsidered;
    crate::filing::a_sale_is_filed_corrected_once_accepted_and_drawn => a_sale_is_filed_corrected_once_accepted_and_drawn;
    crate::filing::a_lawyer_files_for_three_clients => a_lawyer_files_for_three_clients;
    crate::filing::a_refusal_is_told_with_its_ground => a_refusal_is_told_with_its_ground;
    crate::filing::a_recusal_forces_a_new_draw => a_recusal_forces_a_new_draw;
    crate::filing::a_named_judge_needs_another_who_agrees => a_named_judge_needs_another_who_agrees;
    crate::guided::a_loan_is_asked_about_and_its_claims_proposed => a_loan_is_asked_about_and_its_claims_proposed;
    crate::guided::a_guardian_files_for_a_minor => a_guardian_files_for_a_minor;
    crate::guided::a_lawyers_licence_is_that_of_the_account => a_lawyers_licence_is_that_of_the_account;
    crate::guided::hostile_values_are_named_and_kept => hostile_values_are_named_and_kept;
    crate::registry::relief_is_decided_before_registration => relief_is_decided_before_registration;
    crate::registry::an_unpaid_fee_is_a_withdrawal => an_unpaid_fee_is_a_withdrawal;
    crate::registry::the_list_names_what_is_wrong_and_a_second_notice_needs_the_chief => the_list_names_what_is_wrong;
    crate::registry::the_same_suit_filed_again_is_noticed => the_same_suit_filed_again_is_noticed;
    crate::registry::consent_is_taken_back_and_a_complaint_answered => consent_is_taken_back_and_a_complaint_answered;
    crate::registry::anybody_reckons_a_fee => anybody_reckons_a_fee;
    crate::strangers::nobody_sees_what_is_not_theirs => nobody_sees_what_is_not_theirs;
    crate::strangers::looking_at_a_restricted_case_is_an_entry => looking_at_a_restricted_case_is_an_entry;
    crate::strangers::a_stand_in_works_for_whom_they_stand_in => a_stand_in_works_for_whom_they_stand_in;
    crate::house::an_administrator_keeps_the_accounts_of_the_own_court => an_administrator_keeps_the_accounts;
    crate::house::a_token_is_shown_once_and_reaches_what_its_scopes_say => a_token_is_shown_once;
    crate::house::papers_brought_to_the_counter_go_to_the_court_they_are_for => papers_brought_to_the_counter;
    crate::house::parties_of_a_restricted_case_keep_their_receipt => parties_of_a_restricted_case_keep_their_receipt;
    crate::letters::every_step_is_told_in_the_inbox => every_step_is_told_in_the_inbox;
    crate::letters::an_inbox_is_ones_own => an_inbox_is_ones_own;
    crate::letters::an_administrator_sees_what_was_not_sent => an_administrator_sees_what_was_not_sent;
    crate::letters::lists_follow_what_is_done_and_end_with_the_session => lists_follow_what_is_done;
    crate::letters::what_a_page_asks_by_itself_keeps_no_session_alive => a_page_alone_keeps_no_session_alive;
    crate::letters::without_a_way_to_send_codes_none_is_drawn => without_a_way_to_send_codes_none_is_drawn;
    crate::denied::every_denied_cell_is_denied_over_http => every_denied_cell_is_denied_over_http;
    crate::denied::parties_agents_and_institutions_reach_their_own_alone => parties_reach_their_own_alone;
    crate::refused::forms_of_other_sites_and_of_other_sessions_are_not_taken => forms_of_other_sites_are_not_taken;
    crate::refused::a_session_that_ended_or_was_stolen_opens_nothing => a_session_that_ended_opens_nothing;
    crate::old_cases::old_cases_are_checked_then_imported_whole => old_cases_are_checked_then_imported_whole;
    crate::old_cases::a_bad_file_is_told_and_imports_nothing => a_bad_file_is_told_and_imports_nothing;
    crate::old_cases::old_cases_are_imported_over_the_api => old_cases_are_imported_over_the_api;
    crate::relays::s_020_both_desks_see_how_long_and_the_answer_comes_back => s_020_both_desks_see_how_long;
    crate::relays::s_020_an_answer_is_told_once_over_the_api => s_020_an_answer_is_told_once_over_the_api;
    crate::relays::services_3_the_high_court_takes_part_from_2021 => services_3_the_high_court_takes_part_from_2021;
    crate::refused::a_clock_behind_the_log_enters_nothing => a_clock_behind_the_log_enters_nothing;
    crate::files::a_file_is_sent_in_pieces_and_proven_by_the_receipt => a_file_is_sent_in_pieces;
    crate::files::a_plain_form_takes_files_and_takes_them_away => a_plain_form_takes_files;
    crate::files::what_is_not_taken_is_named_at_once => what_is_not_taken_is_named_at_once;
    crate::files::files_are_opened_by_those_who_may_and_by_nobody_else => files_are_opened_by_those_who_may;
    crate::files::a_correction_adds_files_where_evidence_is_asked_for => a_correction_adds_files;
    crate::files::an_institution_names_its_uploads_by_digest => an_institution_names_its_uploads;
    crate::files::pages_are_scanned_at_the_counter_in_order => pages_are_scanned_at_the_counter;
    crate::files::a_notice_has_a_picture_and_says_it_in_words => a_notice_has_a_picture;
    crate::people::a_company_names_agents_who_act_for_it => a_company_names_agents_who_act_for_it;
    crate::people::a_minor_is_registered_and_acted_for_by_a_guardian => a_minor_is_acted_for_by_a_guardian;
    crate::people::devices_recovery_codes_and_passwords_are_kept_by_their_owner => devices_and_codes_are_kept_by_their_owner;
    crate::people::posts_are_chosen_and_lapse_under_an_open_session => posts_are_chosen_and_lapse;
    crate::refused::what_was_typed_stays_and_everything_wrong_is_named => what_was_typed_stays;
}
