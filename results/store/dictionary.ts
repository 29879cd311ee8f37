/**
 * The text that compressed programs refer to: typical statements as the language prints them, one for every function
 * and for names that the library and mutations give, then two whole programs, the commonest last, where it is had at
 * the least cost. It makes of a program of 1,800 bytes 340, without it 710.
 *
 * It is part of the format of a run's file and may never change, not even by a space: programs that were compressed
 * with it would come back as other programs. A better one needs a format of its own, and this one to stay beside it.
 */
export const DICTIONARY = Buffer.from(`\
  v1 = add(m, v)
  v2 = protected_divide(m, v)
  v3 = copy(w)
  v4 = abs(m)
  v5 = sign(m)
  v6 = max(m, v)
  v7 = min(m, v)
  v8 = floor(m)
  v9 = mod(m, v)
  v10 = clamp(m, v1, v2)
  v11 = cube(g)
  v12 = cbrt(v)
  v13 = reciprocal(v)
  v14 = exp(m)
  v15 = exp2(m)
  v16 = exp10(m)
  v17 = expm1(m)
  v18 = log(v)
  v19 = log2(v)
  v20 = log10(v)
  v1 = log1p(v)
  v2 = sigmoid(m)
  v3 = erf(m)
  v4 = sin(m)
  v5 = cos(m)
  v6 = tan(m)
  v7 = arcsin(m)
  v8 = arccos(m)
  v9 = arctan(m)
  v10 = sinh(m)
  v11 = cosh(m)
  v12 = tanh(m)
  v13 = arcsinh(m)
  v14 = arccosh(m)
  v15 = arctanh(m)
  v1 = global_norm(g)
  v2 = dot(g, m)
  v3 = cosine_sim(g, m)
  v4 = get_pi()
  v5 = get_e()
  v6 = get_eps()
  v7 = v1 < v2
  v8 = v1 <= v2
  v9 = v1 == v2
  v1 = sum(update)
  v2 = mean(update)
  v3 = rms(update)
  v4 = size(w)
  v5 = ndim(w)
  v6 = row_mean(v)
  v7 = col_mean(v)
  v1 = clip(g, 1)
  v2 = -update
  v3 = m - v
  v4 = m / v
  update = update * 0.5
  return update, m, v, v1, v2, v3
  update_1 = interp(g, m, beta1)
  update = sign(update_1)
  m = interp(g, m, beta2)
  v_hat_3 = max(v, v_hat)
  trust_1 = norm(w)
  trust_2 = norm(update)
  trust_3 = divide(trust_1, trust_2)
  trust = select(trust_3, 1, trust_2)
  update_6 = update * trust
  return update, m
def candidate(w, g, m, v, lr, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01, T):
  m = interp(g, m, beta1)
  v_1 = square(g)
  v = interp(v_1, v, beta2)
  m_hat_1 = power(beta1, t)
  m_hat_2 = 1 - m_hat_1
  m_hat = divide(m, m_hat_2)
  v_hat_1 = power(beta2, t)
  v_hat_2 = 1 - v_hat_1
  v_hat = divide(v, v_hat_2)
  update_1 = sqrt(v_hat)
  update_2 = update_1 + epsilon
  update = divide(m_hat, update_2)
  update_3 = weight_decay * w
  update_4 = update + update_3
  update_5 = learning_rate * lr
  update = update_4 * update_5
  return update, m, v
def candidate(w, g, m, v, lr, t, learning_rate=0.02, momentum=0.95, weight_decay=0, \
adam_learning_rate=0.02, beta1=0.9, beta2=0.999, epsilon=1e-8):
  is_matrix_1 = role(w)
  is_matrix = is_matrix_1 == 1
  beta = select(is_matrix, momentum, beta1)
  m_1 = 1 - beta
  m_2 = m_1 * g
  m_3 = beta * m
  m = m_2 + m_3
  v_1 = square(g)
  v = interp(v_1, v, beta2)
  m_next_1 = power(momentum, t)
  m_next_2 = 1 - m_next_1
  m_next_3 = divide(g, m_next_2)
  m_next_4 = t + 1
  m_next_5 = power(momentum, m_next_4)
  m_next_6 = 1 - m_next_5
  m_next_7 = divide(m, m_next_6)
  m_next = interp(m_next_3, m_next_7, momentum)
  orthogonal_1 = orthogonalize(m_next)
  orthogonal_2 = cols(w)
  orthogonal_3 = rows(w)
  orthogonal_4 = divide(orthogonal_2, orthogonal_3)
  orthogonal_5 = max(1, orthogonal_4)
  orthogonal_6 = sqrt(orthogonal_5)
  orthogonal = orthogonal_1 * orthogonal_6
  m_hat_1 = power(beta1, t)
  m_hat_2 = 1 - m_hat_1
  m_hat = divide(m, m_hat_2)
  v_hat_1 = power(beta2, t)
  v_hat_2 = 1 - v_hat_1
  v_hat = divide(v, v_hat_2)
  adam_1 = sqrt(v_hat)
  adam_2 = adam_1 + epsilon
  adam = divide(m_hat, adam_2)
  update_1 = select(is_matrix, orthogonal, adam)
  update_2 = weight_decay * w
  update = update_1 + update_2
  update_3 = select(is_matrix, learning_rate, adam_learning_rate)
  update_4 = update_3 * lr
  update = update * update_4
  return update, m, v
`);
