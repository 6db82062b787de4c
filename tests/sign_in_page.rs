//! A network that asks for a sign-in first, in the window: it is named, and the test of the connection is one key away.

use crate::{
    sharing::joined,
    support::{pretender::Pretender, profile, service::Service, window::Desk},
};

#[test]
fn a_sign_in_page_in_the_service_s_place_is_named_in_the_status_bar_and_the_sync_centre() {
    let mut service = Service::start();
    let screen = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (desk, _) = joined(&service, screen, ("Dana", "Whitfield"), "coach");
    service.kill();
    let _page = Pretender::in_place_of(&service.address, Pretender::sign_in_page());

    let driver = desk.drive();
    driver.wait_for_words("This network asks for a sign-in first");
    desk.keyboard.press("g");
    desk.keyboard.press("y");
    driver.wait_for_words("Something else answered in the service’s place.");
    desk.tab_to(&driver, "Test the connection");
    desk.keyboard.press("Enter");

    driver.wait_for_words("A page of this network answered instead");
    desk.picture("sign-in-page");
}
