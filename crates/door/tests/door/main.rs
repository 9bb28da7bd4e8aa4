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
mod boards;
mod browser;
mod cited;
mod denied;
mod files;
mod filing;
mod guided;
mod house;
mod judgments;
mod letters;
mod old_cases;
mod people;
mod provider;
mod refused;
mod registry;
mod relays;
mod similar;
mod strangers;
mod vouched;

docket::both_engines! {
    scratch => browser::House::open(&scratch.url).await;
    bench::a_panel_with_an_assessor_is_drawn_from_the_page;
    bench::a_judge_is_replaced_by_one_who_asks_another_who_decides_and_a_draw;
    bench::a_proposal_to_name_a_judge_can_be_declined;
    bench::the_same_complaint_again_gets_the_same_judge;
    bench::nobody_left_is_listed_and_goes_to_the_vice_president;
    bench::a_recusal_not_granted_is_reconsidered;
    filing::a_sale_is_filed_corrected_once_accepted_and_drawn;
    filing::a_lawyer_files_for_three_clients;
    filing::a_refusal_is_told_with_its_ground;
    filing::a_recusal_forces_a_new_draw;
    filing::a_named_judge_needs_another_who_agrees;
    guided::a_loan_is_asked_about_and_its_claims_proposed;
    guided::a_guardian_files_for_a_minor;
    guided::a_lawyers_licence_is_that_of_the_account;
    guided::hostile_values_are_named_and_kept;
    registry::relief_is_decided_before_registration;
    registry::an_unpaid_fee_is_a_withdrawal;
    registry::the_list_names_what_is_wrong_and_a_second_notice_needs_the_chief;
    registry::the_same_suit_filed_again_is_noticed;
    registry::consent_is_taken_back_and_a_complaint_answered;
    registry::anybody_reckons_a_fee;
    strangers::nobody_sees_what_is_not_theirs;
    strangers::looking_at_a_restricted_case_is_an_entry;
    strangers::a_stand_in_works_for_whom_they_stand_in;
    house::an_administrator_keeps_the_accounts_of_the_own_court;
    house::a_token_is_shown_once_and_reaches_what_its_scopes_say;
    house::papers_brought_to_the_counter_go_to_the_court_they_are_for;
    house::parties_of_a_restricted_case_keep_their_receipt;
    cited::a_published_judgment_is_counted_where_its_articles_stand;
    judgments::a_judgment_is_masked_by_one_checked_by_another_and_corrected;
    letters::every_step_is_told_in_the_inbox;
    letters::an_inbox_is_ones_own;
    letters::an_administrator_sees_what_was_not_sent;
    letters::lists_follow_what_is_done_and_end_with_the_session;
    letters::what_a_page_asks_by_itself_keeps_no_session_alive;
    letters::without_a_way_to_send_codes_none_is_drawn;
    denied::every_denied_cell_is_denied_over_http;
    denied::parties_agents_and_institutions_reach_their_own_alone;
    refused::forms_of_other_sites_and_of_other_sessions_are_not_taken;
    refused::a_session_that_ended_or_was_stolen_opens_nothing;
    old_cases::old_cases_are_checked_then_imported_whole;
    old_cases::a_bad_file_is_told_and_imports_nothing;
    old_cases::old_cases_are_imported_over_the_api;
    relays::s_020_both_desks_see_how_long_and_the_answer_comes_back;
    relays::s_020_an_answer_is_told_once_over_the_api;
    relays::services_3_the_high_court_takes_part_from_2021;
    refused::a_clock_behind_the_log_enters_nothing;
    files::a_file_is_sent_in_pieces_and_proven_by_the_receipt;
    files::a_plain_form_takes_files_and_takes_them_away;
    files::what_is_not_taken_is_named_at_once;
    files::files_are_opened_by_those_who_may_and_by_nobody_else;
    files::a_correction_adds_files_where_evidence_is_asked_for;
    files::an_institution_names_its_uploads_by_digest;
    files::pages_are_scanned_at_the_counter_in_order;
    similar::a_judge_is_shown_similar_cases_and_says_which_were_of_use;
    similar::facts_are_pasted_and_causes_recommended;
    boards::a_notice_has_a_picture_and_says_it_in_words;
    people::a_company_names_agents_who_act_for_it;
    people::a_minor_is_registered_and_acted_for_by_a_guardian;
    people::devices_recovery_codes_and_passwords_are_kept_by_their_owner;
    people::posts_are_chosen_and_lapse_under_an_open_session;
    refused::what_was_typed_stays_and_everything_wrong_is_named;
}
