/** Passwords: length and nothing else; composition rules make worse ones. Apart from the schemas, so that a page can show it. */
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 200
