/** The Newton–Schulz polynomial X ← a·X + (b·A + c·A²)·X with A = X·Xᵀ, and how often (Muon, Jordan 2024). */
export const NEWTON_SCHULZ = { a: 3.4445, b: -4.775, c: 2.0315, steps: 5, epsilon: 1e-8 } as const;
