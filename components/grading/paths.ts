/** Where the desk is. */
export const queuePath = "/dashboard/instructor/submissions";
export const proposalsPath = `${queuePath}/proposals`;
