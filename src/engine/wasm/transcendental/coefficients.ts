// Written by fit.py: do not edit. Coefficients rise from the lowest power.

/** ln((1 + s)/(1 - s))/s in s^2, (1 + s)/(1 - s) from sqrt(1/2) to sqrt(2); relative error below 2^-30. */
export const LOG: readonly number[] = [
  1.9999999986212726, 0.6666681595204698, 0.39974794885836334, 0.2992565064490354,
];

/** 2^r, |r| <= 1/2; relative error below 2^-29. */
export const EXP2: readonly number[] = [
  1.0000000005543677, 0.6931472057378074, 0.24022646890339386, 0.05550328776878392, 0.009618488969675097,
  0.0013399931061458602, 0.00015345809934209792,
];

/** (2^r - 1)/r, |r| <= 1/2; relative error below 2^-32. */
export const EXP2_LESS_1: readonly number[] = [
  0.6931471805815695, 0.24022650920042574, 0.05550410727595962, 0.00961805703899093, 0.0013333669452725424,
  0.0001546132916309721, 1.5252719299357257e-05,
];

/** (2^r + 2^-r)/2 in r^2, |r| <= 1/2; relative error below 2^-34. */
export const EXP2_EVEN: readonly number[] = [
  0.9999999999607159, 0.24022651205152906, 0.009618026506058459, 0.00015469490735878046,
];

/** (2^r - 2^-r)/(2 r) in r^2, |r| <= 1/2; relative error below 2^-37. */
export const EXP2_ODD: readonly number[] = [
  0.6931471805568615, 0.055504109061152766, 0.0013333478698805469, 1.5303640600629613e-05,
];

/** ln((1 + s)/(1 - s))/s in s^2 as LOG, for powers; relative error below 2^-37. */
export const LOG_FINE: readonly number[] = [
  2.0000000000084244, 0.666666652404306, 0.4000038587095724, 0.2853498588714336, 0.23617465754127817,
];

/** sin(r)/r in r^2, |r| <= pi/2; relative error below 2^-35. */
export const SIN: readonly number[] = [
  0.9999999999788476, -0.16666666608825875, 0.008333330720562509, -0.00019840832823244197,
  2.7523971042633622e-06, -2.3868345621876743e-08,
];

/** tan(r)/r in r^2, |r| <= pi/4; relative error below 2^-35. */
export const TAN_ABOVE: readonly number[] = [
  1.0000000000220879, -0.1113614387504919, 0.001075154627739608,
];

/** tan(r)/r in r^2, |r| <= pi/4; the denominator. */
export const TAN_BELOW: readonly number[] = [
  1, -0.44469477042199645, 0.015973391487344037,
];

/** tanh(x)/x in x^2, |x| <= 9.3; relative error below 2^-29. */
export const TANH_ABOVE: readonly number[] = [
  0.9999999981642279, 0.1366661488567018, 0.0038516767783023566, 2.7672651257941695e-05,
  2.9786058225861446e-08, -1.1618240634146925e-11,
];

/** tanh(x)/x in x^2, |x| <= 9.3; the denominator. */
export const TANH_BELOW: readonly number[] = [
  1, 0.46999946471298093, 0.027184859434869132, 0.0003909311680143093, 1.2640497689460697e-06,
];

/** erf(x)/x in x^2, |x| <= 4; relative error below 2^-28. */
export const ERF_ABOVE: readonly number[] = [
  1.1283791693815888, 0.18520251067511312, 0.05431693554565749, 0.0038495977227230005,
  0.0003796134169670834, 4.684916404727998e-06, -1.3202899790267534e-08,
];

/** erf(x)/x in x^2, |x| <= 4; the denominator. */
export const ERF_BELOW: readonly number[] = [
  1, 0.49746486555791886, 0.11395822712367096, 0.015462078203296908, 0.001307573149801051,
  6.311189000140916e-05,
];

/** arcsin(s)/s in s^2, |s| <= 1/2; relative error below 2^-27. */
export const ARCSIN: readonly number[] = [
  0.9999999955841667, 0.16666790108453788, 0.074944347152435, 0.04555019342041917, 0.023858130563077045,
  0.04263569946899486,
];

/** arctan(s)/s in s^2, |s| <= 1; relative error below 2^-28. */
export const ARCTAN: readonly number[] = [
  0.9999999976302207, -0.3333328363933832, 0.19998265998478276, -0.14261932788020434, 0.10942029321580217,
  -0.08377311728098703, 0.05755203469288237, -0.030804522683438956, 0.01072689926410033,
  -0.0017539190134733373,
];

/** (e^r - 1 - r)/r^2, |r| <= ln(2)/2; relative error below 2^-22. */
export const EXP_TAIL: readonly number[] = [
  0.49999999552979435, 0.16666577320018322, 0.04166685329661062, 0.008363140260806149,
  0.0013901288094675648,
];

/** (ln((1 + s)/(1 - s)) - 2 s)/s^3 in s^2, s as for LOG; relative error below 2^-21. */
export const LOG_TAIL: readonly number[] = [
  0.666666851004205, 0.3998876398888129, 0.2958051266328586,
];

/** ln 2 to 15 bits. */
export const LN2_HIGH = 0.693145751953125;

/** ln 2 - LN2_HIGH. */
export const LN2_LOW = 1.4286068203094173e-06;

/** pi to 29 bits. */
export const PI_HIGH = 3.141592651605606;

/** pi - PI_HIGH. */
export const PI_LOW = 1.984187159361081e-09;

/** 1/(2 pi) as a sum of numbers of 24 bits, to 192 bits. */
export const TURN_DIGITS: readonly number[] = [
  0.15915489196777344, 5.1124121824841495e-08, 7.342738037334397e-17, 8.135945344989493e-24,
  6.1778468600120854e-30, 3.2976799360429236e-37, 2.8971783207221377e-44, 1.7634890219471794e-52,
];
