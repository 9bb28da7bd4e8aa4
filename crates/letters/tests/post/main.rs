//! Letters on both engines, through a real mail server and a real gateway: what is told to whom, sent once, tried again.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may stop where it fails"
)]

mod court;
mod following;
mod sending;
mod server;
mod telling;

docket::both_engines! {
    scratch => court::Court::open(&scratch.url).await;
    following::parties_are_told_and_nobody_else;
    following::a_follower_resumes_where_it_stood_and_writes_no_letter_twice;
    following::two_followers_at_once_write_each_letter_once;
    following::an_entry_that_cannot_be_read_stops_its_court_and_is_named;
    following::the_past_is_told_in_the_inbox_alone;
    following::the_inbox_pages_counts_and_is_read;
    telling::mail_says_what_to_do_with_the_day_for_a_calendar;
    telling::a_case_that_is_not_open_is_not_told_of_outside;
    telling::no_address_and_no_name_lies_with_the_letters;
    sending::a_busy_server_is_asked_again_later_and_later;
    sending::a_refusal_is_final_and_tries_have_an_end;
    sending::a_server_that_dies_in_the_middle_loses_nothing;
    sending::a_sender_killed_before_it_recorded_sends_the_same_letter_again;
    sending::two_senders_at_once_send_each_letter_once;
    sending::connections_are_secured_and_signed_in_to;
    sending::text_messages_go_through_the_gateway;
    sending::a_minor_is_told_through_the_guardian;
    sending::what_is_not_wanted_or_has_no_address_is_not_sent;
}
