//! Lucide icons (ISC), drawn in the colour of the text beside them. An icon never stands for a word
//! alone without an accessible name.

/// An icon by its file.
#[derive(Clone, Copy)]
pub struct Icon {
    uri: &'static str,
    bytes: &'static [u8],
}

impl Icon {
    /// The icon at a size in points, in a colour.
    pub fn image(self, size: f32, tint: egui::Color32) -> egui::Image<'static> {
        egui::Image::from_bytes(self.uri, self.bytes).fit_to_exact_size(egui::Vec2::splat(size)).tint(tint)
    }
}

macro_rules! icons {
    ($($name:ident = $file:literal;)*) => {$(
        pub const $name: Icon = Icon {
            uri: concat!("bytes://", $file, ".svg"),
            bytes: include_bytes!(concat!("../../../assets/icons/", $file, ".svg")),
        };
    )*};
}

icons! {
    ARCHIVE_RESTORE = "archive-restore";
    ARROW_DOWN = "arrow-down";
    ARROW_UP = "arrow-up";
    BOOK_OPEN = "book-open";
    CALENDAR_DAYS = "calendar-days";
    CHECK = "check";
    CHEVRON_DOWN = "chevron-down";
    CHEVRON_LEFT = "chevron-left";
    CHEVRON_RIGHT = "chevron-right";
    CIRCLE_CHECK = "circle-check";
    CIRCLE_DASHED = "circle-dashed";
    CIRCLE_HELP = "circle-help";
    CIRCLE_USER = "circle-user";
    CLIPBOARD_CHECK = "clipboard-check";
    CLOCK = "clock";
    CONTACT = "contact";
    EQUAL = "equal";
    EYE_OFF = "eye-off";
    FILE_INPUT = "file-input";
    FILE_PLUS = "file-plus";
    FILE_TEXT = "file-text";
    FLAG = "flag";
    FOLDER_OPEN = "folder-open";
    HISTORY = "history";
    HOUSE = "house";
    INFO = "info";
    KEY_ROUND = "key-round";
    LOCK = "lock";
    MINUS = "minus";
    PENCIL = "pencil";
    PLAY = "play";
    PLUS = "plus";
    REDO_2 = "redo-2";
    SAVE = "save";
    SEARCH = "search";
    SETTINGS = "settings";
    SHIELD = "shield";
    SQUARE = "square";
    SUN = "sun";
    TRENDING_DOWN = "trending-down";
    TRENDING_UP = "trending-up";
    TRIANGLE_ALERT = "triangle-alert";
    UNDO_2 = "undo-2";
    USER_PLUS = "user-plus";
    USERS = "users";
    X = "x";
}
