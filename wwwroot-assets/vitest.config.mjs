export default { test: { include: ["tests/**/*.test.ts", "client/tests/**/*.test.ts"] } };
