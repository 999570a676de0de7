/** The longest one sitting, in seconds: a lesson left open over night is not learning. */
export const longestSitting = 4 * 3600;
