// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `glyph-transformer`. */
export const glyphTransformer: readonly Reference[] = [
  {
    task: "glyph-transformer",
    size: 1,
    horizon: 300,
    batch: 32,
    fingerprint: "c84455261e8f20f5",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 75,
        setting: {
          scale: 30.631601591861518,
          decay: 0.00021986512319301153,
          hyperparameters: {
            beta1: 0.9005553693207062,
            beta2: 0.9992652331090283,
          },
        },
        loss: 1.8631128165870905,
        deviation: 0.09874263047262456,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 24.326169856721116,
          decay: 0.0025192824604884506,
          hyperparameters: {
            beta1: 0.85558542009094,
            beta2: 0.9992045588858595,
          },
        },
        loss: 1.4092541160061955,
        deviation: 0.12314725720980374,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 1.0542180491611362,
        deviation: 0.12533861762973147,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 21.5432602526227,
          decay: 0.00025220427093213926,
          hyperparameters: {
            beta1: 0.9182129690819879,
            beta2: 0.999468957803869,
          },
        },
        loss: 0.7120810060296208,
        deviation: 0.08150157041494421,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 20.58681057066258,
          decay: 0.00010221653720693982,
          hyperparameters: {
            beta1: 0.9180113890647525,
            beta2: 0.9995452156828234,
          },
        },
        loss: 0.4691187577554956,
        deviation: 0.09693394697923309,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 300,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 1.0542180491611362,
        deviation: 0.12533861762973147,
        edges: [],
      },
      nadamw: {
        horizon: 300,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 0.89327960787341,
        deviation: 0.14077423727244426,
        edges: [],
      },
      lion: {
        horizon: 300,
        setting: {
          scale: 80.86491155516478,
          decay: 0.0002252312542147797,
          hyperparameters: {
            beta1: 0.9045810802527569,
            beta2: 0.9858053467315945,
          },
        },
        loss: 1.1045461292378604,
        deviation: 0.11355457724266625,
        edges: [],
      },
      nesterov: {
        horizon: 300,
        setting: {
          scale: 12.490657750390302,
          decay: 0.0002765001039240987,
          hyperparameters: {
            beta: 0.8997198557239713,
          },
        },
        loss: 1.2073459411039948,
        deviation: 0.10345051953436206,
        edges: [],
      },
      muon: {
        horizon: 300,
        setting: {
          scale: 1.4291505253778012,
          decay: 0.00015359903418521694,
          hyperparameters: {
            learning_rate: 0.00964515135264029,
            momentum: 0.9384699719022722,
            adam_learning_rate: 0.032377572061743166,
            beta1: 0.4391985734724253,
            beta2: 0.998401488140357,
          },
        },
        loss: 0.6791696988511831,
        deviation: 0.04502317193617268,
        edges: [],
      },
    },
  },
  {
    task: "glyph-transformer",
    size: 1,
    horizon: 1200,
    batch: 4,
    fingerprint: "78d981577fdb5e7a",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 20.58681057066258,
          decay: 0.00010221653720693982,
          hyperparameters: {
            beta1: 0.9180113890647525,
            beta2: 0.9995452156828234,
          },
        },
        loss: 1.9191318899393082,
        deviation: 0.12629259691769631,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 14.946394579573418,
          decay: 0.0005232137496669347,
          hyperparameters: {
            beta1: 0.9080457578206356,
            beta2: 0.9991769101980538,
          },
        },
        loss: 1.5956814447417855,
        deviation: 0.1041211603863183,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 10.090856794592247,
          decay: 0.0008419127691504989,
          hyperparameters: {
            beta1: 0.9114132437853572,
            beta2: 0.9991085338704716,
          },
        },
        loss: 1.2124247709289193,
        deviation: 0.16125385796664674,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 8.050156232206614,
          decay: 0.000016133599168101347,
          hyperparameters: {
            beta1: 0.9677095890455754,
            beta2: 0.9974576525470689,
          },
        },
        loss: 0.9551038215868175,
        deviation: 0.12955528403185837,
        edges: [],
      },
      {
        horizon: 4800,
        setting: {
          scale: 7.422463894202168,
          decay: 0.0002711248795601361,
          hyperparameters: {
            beta1: 0.963650751001855,
            beta2: 0.9988983924025737,
          },
        },
        loss: 0.5956646845443174,
        deviation: 0.12024587993499969,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1200,
        setting: {
          scale: 10.090856794592247,
          decay: 0.0008419127691504989,
          hyperparameters: {
            beta1: 0.9114132437853572,
            beta2: 0.9991085338704716,
          },
        },
        loss: 1.2124247709289193,
        deviation: 0.16125385796664674,
        edges: [],
      },
      nadamw: {
        horizon: 1200,
        setting: {
          scale: 9.909211524166091,
          decay: 0.0004399208921515829,
          hyperparameters: {
            beta1: 0.8963598142052238,
            beta2: 0.9992980096561622,
          },
        },
        loss: 1.2047211471945047,
        deviation: 0.13841793527035923,
        edges: [],
      },
      lion: {
        horizon: 1200,
        setting: {
          scale: 35.8682261487063,
          decay: 0.0002914649305692234,
          hyperparameters: {
            beta1: 0.9010757143854243,
            beta2: 0.9969274079629868,
          },
        },
        loss: 1.4318732221145183,
        deviation: 0.13398433445728772,
        edges: [],
      },
      nesterov: {
        horizon: 1200,
        setting: {
          scale: 13.572848913599781,
          decay: 0.000015782919272404857,
          hyperparameters: {
            beta: 0.21285897502715057,
          },
        },
        loss: 1.3890107632614672,
        deviation: 0.13319691531630173,
        edges: ["scale"],
      },
      muon: {
        horizon: 1200,
        setting: {
          scale: 0.5089979914954551,
          decay: 0.00016598707473510193,
          hyperparameters: {
            learning_rate: 0.01029850068316404,
            momentum: 0.941744504251137,
            adam_learning_rate: 0.025049758155060716,
            beta1: 0.880663556398646,
            beta2: 0.9996036260407061,
          },
        },
        loss: 0.8878319694194943,
        deviation: 0.063553675657143,
        edges: [],
      },
    },
  },
];
