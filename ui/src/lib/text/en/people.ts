/** Words of the people screens. */
export const peopleText = {};
