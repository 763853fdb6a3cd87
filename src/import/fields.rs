//! Which column is what, by the headings that schools' systems really use.

use serde::{Deserialize, Serialize};

/// A column's meaning. The key is what a problem's `field` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    Upn,
    Forename,
    Surname,
    Name,
    Preferred,
    Dob,
    Year,
    Form,
    Status,
    Since,
    Review,
    Need,
    Rank,
    NeedEnd,
    Hours,
    KeyAdult,
    Email,
    Role,
    Days,
}

impl Field {
    /// Every meaning with what a list calls it, for a person to choose from.
    pub const ALL: [(Self, &'static str); 19] = [
        (Self::Upn, "UPN"),
        (Self::Forename, "Forename"),
        (Self::Surname, "Surname"),
        (Self::Name, "Whole name"),
        (Self::Preferred, "Likes to be called"),
        (Self::Dob, "Date of birth"),
        (Self::Year, "Year group"),
        (Self::Form, "Form or class"),
        (Self::Status, "SEN status"),
        (Self::Since, "SEN status since"),
        (Self::Review, "Review date"),
        (Self::Need, "Need"),
        (Self::Rank, "Rank of the need"),
        (Self::NeedEnd, "End of the need"),
        (Self::Hours, "Hours a week"),
        (Self::KeyAdult, "Key adult"),
        (Self::Email, "E-mail"),
        (Self::Role, "Role"),
        (Self::Days, "Working days"),
    ];

    /// As problems and `changed` name it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Upn => "upn",
            Self::Forename => "forename",
            Self::Surname => "surname",
            Self::Name => "name",
            Self::Preferred => "preferred_forename",
            Self::Dob => "dob",
            Self::Year => "year_group",
            Self::Form => "form",
            Self::Status => "sen_status",
            Self::Since => "start_date",
            Self::Review => "review_date",
            Self::Need | Self::Rank | Self::NeedEnd => "needs",
            Self::Hours => "hours_per_week",
            Self::KeyAdult => "key_adult",
            Self::Email => "email",
            Self::Role => "role",
            Self::Days => "working_days",
        }
    }
}

/// The meaning of a heading, whatever its case, spaces and punctuation.
pub fn field_of(heading: &str) -> Option<Field> {
    let plain: String = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let found = match plain.as_str() {
        "upn" | "uniquepupilnumber" | "pupilupn" | "studentupn" => Field::Upn,
        "forename" | "firstname" | "givenname" | "legalforename" | "legalfirstname" | "first" | "forenames" | "chosenforename" => {
            Field::Forename
        }
        "surname" | "lastname" | "familyname" | "legalsurname" | "legallastname" | "last" => Field::Surname,
        "name" | "pupil" | "pupilname" | "student" | "studentname" | "fullname" | "legalname" | "staffname" | "employee" | "child"
        | "childsname" => Field::Name,
        "preferredforename" | "preferredfirstname" | "preferredname" | "knownas" | "likestobecalled" => Field::Preferred,
        "dob" | "dateofbirth" | "birthdate" | "birthday" | "born" => Field::Dob,
        "year"
        | "yeargroup"
        | "ncyear"
        | "ncyearactual"
        | "nationalcurriculumyear"
        | "yr"
        | "yrgrp"
        | "yeargrp"
        | "yeartaughtin"
        | "curriculumyear"
        | "currentyear"
        | "nationalcurriculumyeargroup"
        | "schoolyear" => Field::Year,
        "form" | "reg" | "reggroup" | "registrationform" | "registrationgroup" | "class" | "classname" | "tutorgroup"
        | "formtutorgroup" | "regform" | "tutor" => Field::Form,
        "senstatus" | "sen" | "sencode" | "senprovision" | "send" | "sendstatus" | "senprovisiontype" | "senstage" | "provision"
        | "status" => Field::Status,
        "senstartdate"
        | "senstatusstartdate"
        | "statussince"
        | "since"
        | "startdate"
        | "senstart"
        | "senprovisionstartdate"
        | "sendstartdate"
        | "datestarted"
        | "onregistersince" => Field::Since,
        "reviewdate" | "nextreview" | "reviewdue" | "annualreview" | "annualreviewdate" | "nextreviewdate" | "datereview"
        | "senreviewdate" => Field::Review,
        "need" | "needs" | "senneed" | "senneeds" | "sentype" | "sentypes" | "needtype" | "primaryneed" | "secondaryneed"
        | "primarysentype" | "secondarysentype" | "primarysenneed" | "secondarysenneed" | "senneed1" | "senneed2" | "need1" | "need2"
        | "need3" | "areaofneed" | "sentype1" | "sentype2" | "typeofneed" => Field::Need,
        "rank" | "needrank" | "sentyperank" | "priority" | "senneedrank" | "needpriority" => Field::Rank,
        "needenddate" | "needend" | "needended" | "senneedenddate" => Field::NeedEnd,
        "hours" | "hoursperweek" | "supporthours" | "weeklyhours" | "hrs" | "hrsperweek" | "contractedhours" | "ehcphours"
        | "hoursofsupport" => Field::Hours,
        "keyadult" | "keyworker" | "keyperson" | "lsa" | "ta" | "supportedby" | "keyworkername" => Field::KeyAdult,
        "email" | "emailaddress" | "workemail" | "mail" | "schoolemail" | "studentemail" => Field::Email,
        "role" | "jobrole" | "jobtitle" | "post" | "position" | "job" => Field::Role,
        "workingdays" | "days" | "daysworked" | "workdays" | "dayspattern" => Field::Days,
        _ => return None,
    };
    Some(found)
}
