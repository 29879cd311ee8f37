// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `teacher`. */
export const teacher: readonly Reference[] = [
  {
    task: "teacher",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "332c674501fb37fa",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 39.33825310471877,
          decay: 0.0036505499633638573,
          hyperparameters: {
            beta1: 0.5821135412424551,
            beta2: 0.999322523177932,
          },
        },
        loss: 0.21685699780937284,
        deviation: 0.014985943084009218,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 43.05422315228384,
          decay: 0.000028727836494290408,
          hyperparameters: {
            beta1: 0.7416767123646023,
            beta2: 0.9991011444379501,
          },
        },
        loss: 0.15487400034908205,
        deviation: 0.007930514090417349,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 39.87785392202751,
          decay: 0.00008130743979408083,
          hyperparameters: {
            beta1: 0.7847750668131386,
            beta2: 0.9983694748506894,
          },
        },
        loss: 0.11874809977598488,
        deviation: 0.004830565261797122,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 47.984987771461995,
          decay: 0,
          hyperparameters: {
            beta1: 0.8275179733090027,
            beta2: 0.9995795199800415,
          },
        },
        loss: 0.0754080805927515,
        deviation: 0.0026872318681011855,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 37.35755020216624,
          decay: 0.000013859759644290512,
          hyperparameters: {
            beta1: 0.8498626317761094,
            beta2: 0.9990340344375203,
          },
        },
        loss: 0.05168822826817632,
        deviation: 0.0011198025869313282,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 39.87785392202751,
          decay: 0.00008130743979408083,
          hyperparameters: {
            beta1: 0.7847750668131386,
            beta2: 0.9983694748506894,
          },
        },
        loss: 0.11874809977598488,
        deviation: 0.004830565261797122,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 50.302674192620465,
          decay: 0.00006593518933355092,
          hyperparameters: {
            beta1: 0.8471544179065138,
            beta2: 0.9996126604113742,
          },
        },
        loss: 0.11950410378631204,
        deviation: 0.004367203572827775,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 169.17482327392892,
          decay: 0.21312697549147747,
          hyperparameters: {
            beta1: 0.6409314801201114,
            beta2: 0.9892866120801121,
          },
        },
        loss: 0.15227408340433612,
        deviation: 0.006094497580601773,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 10.93629691033024,
          decay: 0.0006993330093228639,
          hyperparameters: {
            beta: 0.9174495731076203,
          },
        },
        loss: 0.13852783472975716,
        deviation: 0.0034613628283274994,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 27.27786293463672,
          decay: 0.0032090014778097743,
          hyperparameters: {
            learning_rate: 0.00368792937162579,
            momentum: 0.9205039682711295,
            adam_learning_rate: 0.009546621942661824,
            beta1: 0.9001127162945648,
            beta2: 0.9988021095921829,
          },
        },
        loss: 0.06606197101064026,
        deviation: 0.0014612227249685473,
        edges: [],
      },
    },
  },
  {
    task: "teacher",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "3337203dabb8fd73",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 18.34253891980236,
          decay: 0.012483755901180496,
          hyperparameters: {
            beta1: 0.48111769414213545,
            beta2: 0.9989926353130846,
          },
        },
        loss: 0.21246272523421794,
        deviation: 0.02240614177755333,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 28.04616607401171,
          decay: 0.00619283126514454,
          hyperparameters: {
            beta1: 0.7395938083693729,
            beta2: 0.9992992962243864,
          },
        },
        loss: 0.1701479933108203,
        deviation: 0.015910722586336436,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 18.509893550905527,
          decay: 0.001541110823387426,
          hyperparameters: {
            beta1: 0.5777057855637497,
            beta2: 0.9992393446314115,
          },
        },
        loss: 0.13438046886585653,
        deviation: 0.011395150226629444,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 18.509893550905527,
          decay: 0.001541110823387426,
          hyperparameters: {
            beta1: 0.5777057855637497,
            beta2: 0.9992393446314115,
          },
        },
        loss: 0.09643476761993952,
        deviation: 0.006802153366025823,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 11.969038919179422,
          decay: 0.00014219874113877956,
          hyperparameters: {
            beta1: 0.7317866814075145,
            beta2: 0.9992934880359471,
          },
        },
        loss: 0.06268884893506765,
        deviation: 0.0032644474776210007,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 18.509893550905527,
          decay: 0.001541110823387426,
          hyperparameters: {
            beta1: 0.5777057855637497,
            beta2: 0.9992393446314115,
          },
        },
        loss: 0.13438046886585653,
        deviation: 0.011395150226629444,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 18.711634198807776,
          decay: 0.0002146268401568312,
          hyperparameters: {
            beta1: 0.7803527555650392,
            beta2: 0.9996701030548982,
          },
        },
        loss: 0.12982461688807234,
        deviation: 0.010441850926064646,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 33.07660876454113,
          decay: 0.057758462844115524,
          hyperparameters: {
            beta1: 0.8202409806300724,
            beta2: 0.9850073865471886,
          },
        },
        loss: 0.1396542041329667,
        deviation: 0.0134057634462292,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 7.520279126702642,
          decay: 0.00006872104929907914,
          hyperparameters: {
            beta: 0.8928124650224609,
          },
        },
        loss: 0.13621786888688803,
        deviation: 0.014172982612363329,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.100057885924808,
          decay: 0,
          hyperparameters: {
            learning_rate: 0.018329085798942598,
            momentum: 0.9502474684501522,
            adam_learning_rate: 0.018133604367232863,
            beta1: 0.910757032913262,
            beta2: 0.9990575851063426,
          },
        },
        loss: 0.08918183579226024,
        deviation: 0.009645010687239771,
        edges: [],
      },
    },
  },
  {
    task: "teacher",
    size: 10,
    horizon: 500,
    batch: 64,
    fingerprint: "d5df43aacef0a10e",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 250,
        setting: {
          scale: 24.101697357404504,
          decay: 0.007020131836822717,
          hyperparameters: {
            beta1: 0.8028209716986578,
            beta2: 0.9971402696965807,
          },
        },
        loss: 0.15512143913656473,
        deviation: 0.005393877376408086,
        edges: [],
      },
      {
        horizon: 500,
        setting: {
          scale: 18.758521831195022,
          decay: 0.00597416018393694,
          hyperparameters: {
            beta1: 0.7478920690249846,
            beta2: 0.9967714418529027,
          },
        },
        loss: 0.1263999987859279,
        deviation: 0.005366205094268345,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 16.2350305567121,
          decay: 0.0002209280227902386,
          hyperparameters: {
            beta1: 0.7907951940221447,
            beta2: 0.9981591812176975,
          },
        },
        loss: 0.08953193039633334,
        deviation: 0.0012918803716252167,
        edges: [],
      },
      {
        horizon: 2000,
        setting: {
          scale: 16.2350305567121,
          decay: 0.0002209280227902386,
          hyperparameters: {
            beta1: 0.7907951940221447,
            beta2: 0.9981591812176975,
          },
        },
        loss: 0.06155259406659752,
        deviation: 0.001617233001098732,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 500,
        setting: {
          scale: 18.758521831195022,
          decay: 0.00597416018393694,
          hyperparameters: {
            beta1: 0.7478920690249846,
            beta2: 0.9967714418529027,
          },
        },
        loss: 0.1263999987859279,
        deviation: 0.005366205094268345,
        edges: [],
      },
      nadamw: {
        horizon: 500,
        setting: {
          scale: 27.46474981069585,
          decay: 0.0027112487956013754,
          hyperparameters: {
            beta1: 0.8577946171342596,
            beta2: 0.9990634808792019,
          },
        },
        loss: 0.12450702337082475,
        deviation: 0.0072429289700786615,
        edges: ["beta2"],
      },
      lion: {
        horizon: 500,
        setting: {
          scale: 82.87636110019395,
          decay: 0.21964878817715258,
          hyperparameters: {
            beta1: 0.63371986999604,
            beta2: 0.99249997091115,
          },
        },
        loss: 0.15347558469511569,
        deviation: 0.003974453374240814,
        edges: [],
      },
      nesterov: {
        horizon: 500,
        setting: {
          scale: 7.318440807693274,
          decay: 0.00011569826797531647,
          hyperparameters: {
            beta: 0.9449061386291646,
          },
        },
        loss: 0.14903758198488504,
        deviation: 0.005145116449404788,
        edges: [],
      },
      muon: {
        horizon: 500,
        setting: {
          scale: 18.2785411284352,
          decay: 0.0010324999331811989,
          hyperparameters: {
            learning_rate: 0.0019476615482721324,
            momentum: 0.8686492516356549,
            adam_learning_rate: 0.011016466499475339,
            beta1: 0.8569976875791303,
            beta2: 0.9989746008106329,
          },
        },
        loss: 0.08315160276833922,
        deviation: 0.0022105718582253325,
        edges: [],
      },
    },
  },
  {
    task: "teacher",
    size: 100,
    horizon: 1000,
    batch: 64,
    fingerprint: "3bb86213c7f6d38b",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 500,
        setting: {
          scale: 10.241962622890311,
          decay: 0.019540609214992788,
          hyperparameters: {
            beta1: 0.7856375518996237,
            beta2: 0.9977897841964439,
          },
        },
        loss: 0.1533980444073677,
        deviation: 0.0030339777685491538,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 13.892391633624067,
          decay: 0.004122830017007083,
          hyperparameters: {
            beta1: 0.8384823631450264,
            beta2: 0.9978776983512138,
          },
        },
        loss: 0.14286225428804755,
        deviation: 0.0015339878936591349,
        edges: [],
      },
      {
        horizon: 2000,
        setting: {
          scale: 12.578587022789058,
          decay: 0.0019167269538304342,
          hyperparameters: {
            beta1: 0.8098079782892768,
            beta2: 0.9981175602416584,
          },
        },
        loss: 0.12622146867215633,
        deviation: 0.003042235916679257,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1000,
        setting: {
          scale: 13.892391633624067,
          decay: 0.004122830017007083,
          hyperparameters: {
            beta1: 0.8384823631450264,
            beta2: 0.9978776983512138,
          },
        },
        loss: 0.14286225428804755,
        deviation: 0.0015339878936591349,
        edges: [],
      },
      nadamw: {
        horizon: 1000,
        setting: {
          scale: 14.995474778849387,
          decay: 0.008868100547741448,
          hyperparameters: {
            beta1: 0.8790855413145554,
            beta2: 0.9993588749940956,
          },
        },
        loss: 0.13983105076476932,
        deviation: 0.002016589065444111,
        edges: [],
      },
      lion: {
        horizon: 1000,
        setting: {
          scale: 82.50085284375898,
          decay: 0.26761206196530035,
          hyperparameters: {
            beta1: 0.5934866920111201,
            beta2: 0.9929348803594712,
          },
        },
        loss: 0.15655302442610264,
        deviation: 0.003764136357596962,
        edges: [],
      },
      nesterov: {
        horizon: 1000,
        setting: {
          scale: 1.6263147259408068,
          decay: 0.0001247825647620022,
          hyperparameters: {
            beta: 0.9617477732891545,
          },
        },
        loss: 0.1520812448579818,
        deviation: 0.003145363657357097,
        edges: [],
      },
      muon: {
        horizon: 1000,
        setting: {
          scale: 16.798907504661564,
          decay: 0.0009719568730279086,
          hyperparameters: {
            learning_rate: 0.0013661313620177396,
            momentum: 0.9136841209775288,
            adam_learning_rate: 0.005195235820562414,
            beta1: 0.8798716702511113,
            beta2: 0.999320628203118,
          },
        },
        loss: 0.10844837268814445,
        deviation: 0.0031762549924098044,
        edges: ["adam_learning_rate"],
      },
    },
  },
];
