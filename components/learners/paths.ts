/** Where a teacher's pages about learners are. */
export const learnersPath = "/dashboard/instructor/students";
export const interventionsPath = "/dashboard/instructor/interventions";
export const pulsePath = "/dashboard/instructor/pulse";
export const learnerHref = (id: string) => `${learnersPath}/${id}`;
export const interventionHref = (id: string) => `${interventionsPath}/${id}`;

/** Where staff look at the learners of the school. */
export const schoolPath = "/dashboard/staff/progress";
export const schoolHref = (id: string) => `${schoolPath}/${id}`;
