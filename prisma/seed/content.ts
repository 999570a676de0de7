/** Facts about the school that are neither drawn nor counted. */

/** Prices in cents. A term is three months, a tenth cheaper. The features say what the plan gives, nothing more. */
export const plans = [
  {
    code: "lessons",
    name: "Lessons",
    nameSw: "Masomo",
    monthCents: 150_000n,
    termCents: 405_000n,
    highlighted: false,
    features: [
      "The whole curriculum from PP1 to Grade 9, in English and Kiswahili",
      "You teach, at your own pace",
      "Moods, energy and family goals for each child",
      "You decide who sees what about your child",
    ],
    featuresSw: [
      "Mtaala wote kuanzia PP1 hadi Gredi ya 9, kwa Kiingereza na Kiswahili",
      "Unafundisha wewe, kwa kasi yenu",
      "Hisia, nguvu na malengo ya familia kwa kila mtoto",
      "Unaamua nani anaona nini kuhusu mtoto wako",
    ],
  },
  {
    code: "classes",
    name: "Classes",
    nameSw: "Madarasa",
    monthCents: 450_000n,
    termCents: 1_215_000n,
    highlighted: true,
    features: [
      "Everything in Lessons",
      "A named teacher in the main learning areas",
      "Groups by grade and learning area",
      "Staff who follow up when a child has low days",
    ],
    featuresSw: [
      "Kila kitu kilicho kwenye Masomo",
      "Mwalimu anayejulikana kwa jina katika maeneo makuu ya ujifunzaji",
      "Vikundi kwa gredi na eneo la ujifunzaji",
      "Wafanyakazi wanaofuatilia mtoto anapokuwa na siku ngumu",
    ],
  },
  {
    code: "one-to-one",
    name: "One to one",
    nameSw: "Ana kwa ana",
    monthCents: 900_000n,
    termCents: 2_430_000n,
    highlighted: false,
    features: [
      "Everything in Classes",
      "A teacher for your child alone in the areas you choose",
      "For a child who needs more time, or less",
    ],
    featuresSw: [
      "Kila kitu kilicho kwenye Madarasa",
      "Mwalimu wa mtoto wako peke yake katika maeneo unayochagua",
      "Kwa mtoto anayehitaji muda zaidi, au mchache",
    ],
  },
];

export const areas = [
  { code: "MATH", name: "Mathematics", nameSw: "Hisabati" },
  { code: "ENG", name: "English", nameSw: "Kiingereza" },
  { code: "KIS", name: "Kiswahili", nameSw: "Kiswahili" },
  { code: "IND", name: "Indigenous Language", nameSw: "Lugha ya Asili" },
  { code: "LNG", name: "Language Activities", nameSw: "Shughuli za Lugha" },
  { code: "ENV", name: "Environmental Activities", nameSw: "Shughuli za Mazingira" },
  { code: "SCI", name: "Science and Technology", nameSw: "Sayansi na Teknolojia" },
  { code: "ISC", name: "Integrated Science", nameSw: "Sayansi Jumuishi" },
  { code: "AGR", name: "Agriculture and Nutrition", nameSw: "Kilimo na Lishe" },
  { code: "SST", name: "Social Studies", nameSw: "Elimu ya Jamii" },
  { code: "PTS", name: "Pre-Technical Studies", nameSw: "Elimu ya Awali ya Ufundi" },
  { code: "CRE", name: "Christian Religious Education", nameSw: "Elimu ya Dini ya Kikristo" },
  { code: "IRE", name: "Islamic Religious Education", nameSw: "Elimu ya Dini ya Kiislamu" },
  { code: "HRE", name: "Hindu Religious Education", nameSw: "Elimu ya Dini ya Kihindu" },
  { code: "CA", name: "Creative Activities", nameSw: "Shughuli za Ubunifu" },
  { code: "CAR", name: "Creative Arts", nameSw: "Sanaa Bunifu" },
  { code: "CAS", name: "Creative Arts and Sports", nameSw: "Sanaa Bunifu na Michezo" },
];

export const teams = [
  {
    department: "SUPPORT",
    name: "Family support",
    purpose: "Answers families and follows up on children who struggle",
    positions: ["Family adviser", "Support agent", "Senior support agent"],
  },
  {
    department: "CONTENT",
    name: "Curriculum and content",
    purpose: "Writes and checks what children learn from",
    positions: ["Content editor", "Curriculum specialist", "Illustrator"],
  },
  {
    department: "CLASSES",
    name: "Classes and teachers",
    purpose: "Plans classes and looks after teachers",
    positions: ["Class coordinator", "Teacher mentor", "Timetable officer"],
  },
  {
    department: "QUALITY",
    name: "Quality and assessment",
    purpose: "Checks that assessment is fair and records are right",
    positions: ["Assessment officer", "Quality reviewer", "Records officer"],
  },
  {
    department: "SAFETY",
    name: "Child safety",
    purpose: "Keeps children safe and answers requests about their data",
    positions: ["Safeguarding officer", "Privacy officer", "Counsellor"],
  },
];

const lower = ["MATH", "ENV", "CA"];
/** Twenty teachers. A class teacher takes one stream of a lower grade, a subject teacher two grades. */
export const teachingGroups: { areas: string[]; grades: string[]; demo?: "instructor" | "teacher-parent" }[] = [
  { areas: ["MATH", "LNG", "ENV"], grades: ["PP1"] },
  { areas: ["MATH", "LNG", "ENV"], grades: ["PP2"] },
  { areas: ["ENG", ...lower], grades: ["G1"] },
  { areas: ["ENG", ...lower], grades: ["G1"] },
  { areas: ["ENG", ...lower], grades: ["G2"] },
  { areas: ["ENG", ...lower], grades: ["G2"] },
  { areas: ["ENG", ...lower], grades: ["G3"] },
  { areas: ["ENG", ...lower], grades: ["G3"] },
  { areas: ["KIS"], grades: ["G1", "G2", "G3"] },
  { areas: ["MATH"], grades: ["G4", "G5"] },
  { areas: ["MATH"], grades: ["G6", "G8"], demo: "instructor" },
  { areas: ["MATH"], grades: ["G7", "G9"] },
  { areas: ["ENG"], grades: ["G4", "G5"], demo: "teacher-parent" },
  { areas: ["ENG"], grades: ["G6", "G7"] },
  { areas: ["ENG"], grades: ["G8", "G9"] },
  { areas: ["KIS"], grades: ["G4", "G5", "G6"] },
  { areas: ["KIS"], grades: ["G7", "G8", "G9"] },
  { areas: ["SCI"], grades: ["G4", "G5", "G6"] },
  { areas: ["ISC"], grades: ["G7", "G8", "G9"] },
  { areas: ["SST"], grades: ["G4", "G5", "G6", "G7", "G8", "G9"] },
];

export const homeWords = [
  "Mwangaza",
  "Upendo",
  "Tumaini",
  "Neema",
  "Faraja",
  "Umoja",
  "Fanaka",
  "Heri",
  "Subira",
  "Ushindi",
];
/** Where most families live; the rest come from every county. */
export const commonCounties = [
  "Nairobi",
  "Kiambu",
  "Nakuru",
  "Mombasa",
  "Kisumu",
  "Uasin Gishu",
  "Machakos",
  "Kajiado",
];
