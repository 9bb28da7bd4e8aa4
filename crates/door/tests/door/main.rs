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

mod browser;
mod filing;
mod refused;
mod strangers;

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
    crate::filing::a_sale_is_filed_corrected_once_accepted_and_drawn => a_sale_is_filed_corrected_once_accepted_and_drawn;
    crate::filing::a_lawyer_files_for_three_clients => a_lawyer_files_for_three_clients;
    crate::filing::a_refusal_is_told_with_its_ground => a_refusal_is_told_with_its_ground;
    crate::filing::a_recusal_forces_a_new_draw => a_recusal_forces_a_new_draw;
    crate::filing::a_named_judge_needs_another_who_agrees => a_named_judge_needs_another_who_agrees;
    crate::strangers::nobody_sees_what_is_not_theirs => nobody_sees_what_is_not_theirs;
    crate::strangers::looking_at_a_restricted_case_is_an_entry => looking_at_a_restricted_case_is_an_entry;
    crate::strangers::a_stand_in_works_for_whom_they_stand_in => a_stand_in_works_for_whom_they_stand_in;
    crate::refused::forms_of_other_sites_and_of_other_sessions_are_not_taken => forms_of_other_sites_are_not_taken;
    crate::refused::a_session_that_ended_or_was_stolen_opens_nothing => a_session_that_ended_opens_nothing;
    crate::refused::what_was_typed_stays_and_everything_wrong_is_named => what_was_typed_stays;
}
